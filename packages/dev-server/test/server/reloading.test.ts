// Files that change while they are served.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, silentLogger } from '@ws4ts/core';
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
