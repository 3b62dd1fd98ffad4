// Classes out of a user's files.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from '@ws4ts/core';
import { LoadingError } from '../../src/loading/loading-error.js';
import { loadSockets } from '../../src/loading/load-sockets.js';
import { folderOf } from '../support/folder.js';

const SOCKETS = `
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
import { room } from './room.js';

@WebSocketRoute('/chat/:room', { maxMessageSize: 77 })
export class Chat extends WebSocket {
  readonly room: string = room;
}

export class Plain extends WebSocket {}
export class Other {}
export const path = '/other';
`;
const ROOM = `export const room: string = 'red';`;

const files = () => folderOf({ 'sockets.ts': SOCKETS, 'room.ts': ROOM });

test('classes with a route are served, by this very copy of core', async () => {
  const folder = await files();
  const sources = new Set<string>();
  const { classes } = await loadSockets({ files: [join(folder, 'sockets.ts')], paths: {} }, sources);
  const [endpoint, ...more] = new Router(classes, {}).endpoints;
  expect(more).toEqual([]);
  expect(endpoint).toMatchObject({ route: { pattern: '/chat/:room' }, options: { maxMessageSize: 77 } });
  expect(new endpoint!.target()).toHaveProperty('room', 'red');
  expect([...sources].toSorted()).toEqual([join(folder, 'room.ts'), join(folder, 'sockets.ts')]);
});

test('a class is given a path by its name, and keeps its options', async () => {
  const file = join(await files(), 'sockets.ts');
  const { classes } = await loadSockets({ files: [file], paths: { Plain: '/plain', Chat: '/talk' } });
  const { endpoints } = new Router(classes, {});
  expect(endpoints.map(({ route, options }) => [route.pattern, options.maxMessageSize])).toEqual([
    ['/plain', 1_048_576],
    ['/talk', 77],
  ]);
});

test('loading again reads again, imported files too', async () => {
  const folder = await files();
  const wanted = { files: [join(folder, 'sockets.ts')], paths: {} };
  await loadSockets(wanted);
  await writeFile(join(folder, 'room.ts'), ROOM.replace('red', 'blue'));
  const { classes } = await loadSockets(wanted);
  expect(new (classes[0] as new () => object)()).toHaveProperty('room', 'blue');
});

const hello = (path: string): string => `
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
@WebSocketRoute('${path}') export class Hello extends WebSocket {}`;

// Two files that had a class of the same name each: the route of the first was gone.
test('classes of the same name are served each, and a path for that name is refused', async () => {
  const folder = await folderOf({ 'a.ts': hello('/a'), 'b.ts': hello('/b') });
  const files = ['a.ts', 'b.ts'].map((name) => join(folder, name));
  const { classes } = await loadSockets({ files, paths: {} });
  expect(new Router(classes, {}).endpoints.map(({ route }) => route.pattern)).toEqual(['/a', '/b']);
  const failing = loadSockets({ files, paths: { Hello: '/c' } });
  await expect(failing).rejects.toThrow(/Hello=\/c may mean 2 classes of /);
});

test('a default class goes by its own name', async () => {
  const text = `import { WebSocket } from '@ws4ts/core'; export default class Def extends WebSocket {}`;
  const folder = await folderOf({ 'sockets.ts': text });
  const { classes } = await loadSockets({ files: [join(folder, 'sockets.ts')], paths: { Def: '/def' } });
  expect(classes.map(({ name }) => name)).toEqual(['Def']);
});

test('a file that is not there is told in one sentence', async () => {
  const file = join(await folderOf({}), 'missing.ts');
  await expect(loadSockets({ files: [file], paths: {} })).rejects.toThrow(new LoadingError(`there is no file ${file}`));
});

test('JavaScript is as good', async () => {
  const folder = await folderOf({
    'sockets.mjs': `import { WebSocket, WebSocketRoute } from '@ws4ts/core';
      export class Echo extends WebSocket {}
      WebSocketRoute('/echo')(Echo);`,
  });
  const { classes } = await loadSockets({ files: [join(folder, 'sockets.mjs')], paths: {} });
  expect(classes.map(({ name }) => name)).toEqual(['Echo']);
});

test.each<[what: string, text: string, paths: Record<string, string>, message: RegExp]>([
  ['a syntax error', 'export class {', {}, /sockets\.ts cannot be loaded: .*sockets\.ts:1:13$/],
  ['an error while loading', 'throw new Error("no database");', {}, /cannot be loaded: no database/],
  [
    'a package that is missing',
    'import "nothing-of-this-name";',
    {},
    /cannot be loaded: Cannot find [^\n]*nothing-of-this-name'[^\n]*$/,
  ],
  ['no class at all', 'export const a = 1;', {}, /no route in .*sockets\.ts: export a class/],
  ['no route', 'import { WebSocket } from "@ws4ts/core"; export class A extends WebSocket {}', {}, /or say A=\/path/],
  ['no such class', SOCKETS, { Nope: '/x' }, /no class Nope .*: Chat, Plain/],
])('%s is told with the file', async (_what, text, paths, message) => {
  const folder = await folderOf({ 'sockets.ts': text, 'room.ts': ROOM });
  const failing = loadSockets({ files: [join(folder, 'sockets.ts')], paths });
  await expect(failing).rejects.toMatchObject({ name: 'LoadingError', message: expect.stringMatching(message) });
});
