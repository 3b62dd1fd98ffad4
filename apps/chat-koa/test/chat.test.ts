import { silentLogger } from '@ws4ts/core';
import type { Told } from '../src/chat.js';
import { startChat, type Running } from '../src/server.js';
import { readSettings } from '../src/settings.js';
import { Visitor } from './support/visitor.js';

let chat: Running;
let visitors: Visitor[];

beforeEach(async () => {
  visitors = [];
  chat = await startChat(readSettings({ PORT: '0' }), silentLogger);
});

afterEach(async () => {
  for (const visitor of visitors) visitor.leave();
  await chat.stop();
});

async function visitor(name: string): Promise<Visitor> {
  const one = new Visitor(chat);
  visitors.push(one);
  await one.signIn(name);
  return one;
}

/** A person as the room is told of them. */
function person(name: string) {
  return { id: expect.any(String), name };
}

test('the room hears what one says, who comes and who goes; the latecomer gets the history', async () => {
  const ann = (await visitor('Ann')).connect('lobby');
  expect(await ann.next()).toEqual({ kind: 'welcome', user: person('Ann'), history: [], people: [person('Ann')] });
  ann.client.send('  hello  ');
  const said = { kind: 'said', user: person('Ann'), text: 'hello', at: expect.any(Number) };
  expect(await ann.next()).toEqual(said);
  const bob = (await visitor('Bob')).connect('lobby');
  const { kind: _, ...message } = said;
  expect(await bob.next()).toEqual({
    kind: 'welcome',
    user: person('Bob'),
    history: [message],
    people: [person('Ann'), person('Bob')],
  });
  expect(await ann.next()).toEqual({ kind: 'joined', user: person('Bob'), people: [person('Ann'), person('Bob')] });
  bob.client.close();
  expect(await ann.next()).toEqual({ kind: 'left', user: person('Bob'), people: [person('Ann')] });
});

test('a second tab is the same person, and the room hears nothing of it', async () => {
  const ann = await visitor('Ann');
  const first = ann.connect('lobby');
  await first.next();
  const second = ann.connect('lobby');
  expect(await second.next()).toMatchObject({ people: [person('Ann')] });
  second.client.close();
  await second.ending();
  const bob = (await visitor('Bob')).connect('lobby');
  await bob.next();
  expect(await first.next()).toMatchObject({ kind: 'joined', user: person('Bob') });
});

test('two people of one name are two', async () => {
  const one = (await visitor('Ann')).connect('lobby');
  const { user } = (await one.next()) as Extract<Told, { kind: 'welcome' }>;
  const other = (await visitor('Ann')).connect('lobby');
  const welcome = (await other.next()) as Extract<Told, { kind: 'welcome' }>;
  expect(welcome.people).toEqual([person('Ann'), person('Ann')]);
  expect(welcome.people.map(({ id }) => id).toSorted()).toEqual([user.id, welcome.user.id].toSorted());
  expect(user.id).not.toBe(welcome.user.id);
});

test('nothing is no message, and a long one is cut', async () => {
  const ann = (await visitor('Ann')).connect('lobby');
  await ann.next();
  ann.client.send(' \n ');
  ann.client.send('x'.repeat(3000));
  expect(await ann.next()).toMatchObject({ kind: 'said', text: 'x'.repeat(2000) });
  ann.client.send('x'.repeat(9000));
  expect((await ann.ending())[0]).toBe(1009);
});

test('rooms are apart', async () => {
  const [lobby, garden] = [(await visitor('Ann')).connect('lobby'), (await visitor('Bob')).connect('garden')];
  await lobby.next();
  await garden.next();
  lobby.client.send('in the lobby');
  garden.client.send('in the garden');
  expect(await garden.next()).toMatchObject({ text: 'in the garden' });
});

test('a server that stops says so', async () => {
  const ann = (await visitor('Ann')).connect('lobby');
  await ann.next();
  const ending = ann.ending();
  await chat.stop();
  expect(await ending).toEqual([1012, 'the server restarts']);
});
