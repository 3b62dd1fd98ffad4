// Files that change while they are served.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, EchoWebSocket, silentLogger } from '@ws4ts/core';
import { startDevServer } from '../../src/index.js';
import { closeLater } from '../support/opened.js';
import { folderOf } from '../support/folder.js';
import { RelayPage } from '../support/relay-page.js';
import { serve } from '../support/served.js';

const sockets = (greeting: string) => `
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
@WebSocketRoute('/greet')
export class Greet extends WebSocket {
  protected override opened() { this.send('${greeting}'); }
}`;

test('a change closes sockets with 1012, and whoever comes again meets the new class', async () => {
  const file = join(await folderOf({ 'sockets.ts': sockets('one') }), 'sockets.ts');
  let reloaded = (_error: Error | undefined): void => {};
  const server = await serve({ files: [file], watch: true, reloaded: (error) => reloaded(error) });
  const next = (): Promise<Error | undefined> => new Promise((resolve) => (reloaded = resolve));
  const page = await RelayPage.open(server);
  closeLater(() => page.close());
  const greeted = async () => {
    const socket = await connect(`${server.url}/greet`, { logger: silentLogger });
    closeLater(() => socket.terminate());
    return { socket, greeting: (await socket.receive()).text };
  };
  const { socket, greeting } = await greeted();
  expect(greeting).toBe('one');

  let change = next();
  await writeFile(file, sockets('two'));
  expect(await change).toBeUndefined();
  await socket.whenClosed;
  expect(socket.closeCode).toBe(1012);
  expect((await greeted()).greeting).toBe('two');

  change = next();
  await writeFile(file, 'export class {');
  expect((await change)?.message).toContain('cannot be loaded');
  expect((await greeted()).greeting).toBe('two');
  expect((await page.event('state', ({ error }) => error !== undefined)).error).toContain('sockets.ts');

  change = next();
  await writeFile(file, sockets('three'));
  expect(await change).toBeUndefined();
  expect((await greeted()).greeting).toBe('three');
  expect(page.events.findLast(({ type }) => type === 'state')).not.toHaveProperty('error');
});

test('a file that is wrong from the start is waited for, and so is one that it imports by then', async () => {
  const folder = await folderOf({ 'sockets.ts': 'export class {', 'greeting.ts': 'export const greeting = ;' });
  const file = join(folder, 'sockets.ts');
  await expect(startDevServer({ port: 0, files: [file] })).rejects.toThrow('cannot be loaded');
  const told: (Error | undefined)[] = [];
  let wake = (): void => {};
  const next = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  const server = await serve({ files: [file], watch: true, reloaded: (error) => (told.push(error), wake()) });
  expect(told.pop()?.message).toContain('sockets.ts:1:13');
  expect(server.routes).toEqual([]);

  let change = next();
  const text = sockets('greeting').replace("'greeting'", 'greeting');
  await writeFile(file, `import { greeting } from './greeting.js'; ${text}`);
  await change;
  expect(told.pop()?.message).toContain('greeting.ts');

  change = next();
  await writeFile(join(folder, 'greeting.ts'), `export const greeting = 'hello';`);
  await change;
  expect(told.pop()).toBeUndefined();
  expect(server.routes.map(({ path }) => path)).toEqual(['/greet']);
});

/** A class of this very copy of core: what files and tests have in common. */
const shared = EchoWebSocket as { goOn?: () => void };
const SLOW = `
import { EchoWebSocket, WebSocketRoute } from '@ws4ts/core';
await new Promise((resolve) => { EchoWebSocket.goOn = resolve; });
export class Slow extends EchoWebSocket {}
WebSocketRoute('/slow')(Slow);`;

test('of loads that overlap the last one holds', async () => {
  const file = join(await folderOf({ 'sockets.ts': sockets('one') }), 'sockets.ts');
  const server = await serve({ files: [file] });
  await writeFile(file, SLOW);
  const older = server.reload();
  while (shared.goOn === undefined) await new Promise((resolve) => setImmediate(resolve));
  await writeFile(file, sockets('new'));
  const newer = server.reload();
  shared.goOn();
  await Promise.all([older, newer]);
  expect(server.routes.map(({ path }) => path)).toEqual(['/greet']);
});

test('a path for a class of no file is refused', async () => {
  await expect(startDevServer({ port: 0, paths: { Foo: '/x' } })).rejects.toThrow(/Foo=\/x/);
});
