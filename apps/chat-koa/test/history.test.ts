import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { History, type Said } from '../src/history.js';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  file = join(folder, 'history.json');
});

afterEach(() => rm(folder, { recursive: true }));

const said = (text: string): Said => ({ user: { id: 'a', name: 'Ann' }, text, at: 1 });

test('it keeps the last 50 messages of a room, in their order', async () => {
  const history = await History.load(undefined);
  for (let i = 1; i <= 60; i++) history.add('lobby', said(`message ${i}`));
  const texts = history.of('lobby').map(({ text }) => text);
  expect([texts.length, texts[0], texts.at(-1)]).toEqual([50, 'message 11', 'message 60']);
  expect(history.of('garden')).toEqual([]);
});

test('of more than 1000 rooms it forgets the one that has been silent for longest', async () => {
  const history = await History.load(undefined);
  for (let i = 0; i < 1000; i++) history.add(`room-${i}`, said('hello'));
  history.add('room-0', said('still here'));
  history.add('one-more', said('hello'));
  expect(history.of('room-0')).toHaveLength(2);
  expect(history.of('room-1')).toEqual([]);
  expect(history.of('one-more')).toHaveLength(1);
});

test('it is saved and loaded', async () => {
  const history = await History.load(file);
  history.add('lobby', said('hello'));
  await history.save();
  expect((await History.load(file)).of('lobby')).toEqual([said('hello')]);
  expect(await readdir(folder)).toEqual(['history.json']);
});

test('without a file nothing is written', async () => {
  const history = await History.load(undefined);
  history.add('lobby', said('hello'));
  await history.save();
  expect(await readdir(folder)).toEqual([]);
});

test.each(['no JSON', '{}', '[1]'])('a file that holds %p is not overwritten', async (content) => {
  await writeFile(file, content);
  await expect(History.load(file)).rejects.toBeInstanceOf(SyntaxError);
  expect(await readFile(file, 'utf8')).toBe(content);
});
