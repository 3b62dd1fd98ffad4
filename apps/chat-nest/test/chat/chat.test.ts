import { WebSocketManager } from '@ws4ts/core';
import type { Chat } from '../../src/chat/chat.js';
import { Stage } from '../support/stage.js';

const stage = new Stage();

test('the room hears what one says, who comes and who goes; the latecomer gets the history', async () => {
  const ann = await (await stage.visitor('Ann')).enter('lobby');
  expect(await ann.next()).toEqual({ event: 'welcome', data: { user: 'Ann', history: [], people: ['Ann'] } });
  const said = { user: 'Ann', text: 'hello', at: expect.any(Number) as number };
  expect(await ann.client.request('say', { text: '  hello ' })).toEqual({ ...said, heardBy: 0 });
  const bob = await (await stage.visitor('Bob')).enter('lobby');
  const people = ['Ann', 'Bob'];
  expect(await bob.next()).toEqual({ event: 'welcome', data: { user: 'Bob', history: [said], people } });
  expect(await ann.next()).toEqual({ event: 'joined', data: { user: 'Bob', people } });
  expect(await ann.client.request('say', { text: 'hello Bob' })).toMatchObject({ text: 'hello Bob', heardBy: 1 });
  expect(await bob.next()).toEqual({ event: 'said', data: { ...said, text: 'hello Bob' } });
  bob.client.socket.close();
  // Ann has not been told what she said herself.
  expect(await ann.next()).toEqual({ event: 'left', data: { user: 'Bob', people: ['Ann'] } });
});

test('a second tab is the same person, and the room hears nothing of it', async () => {
  const ann = await stage.visitor('Ann');
  const first = await ann.enter('lobby');
  await first.next();
  const second = await ann.enter('lobby');
  expect((await second.next()).data).toMatchObject({ people: ['Ann'] });
  second.client.socket.close();
  await second.ending();
  const bob = await (await stage.visitor('Bob')).enter('lobby');
  await bob.next();
  expect(await first.next()).toMatchObject({ event: 'joined', data: { user: 'Bob' } });
});

test('rooms are apart', async () => {
  const [ann, bob] = [await stage.visitor('Ann'), await stage.visitor('Bob')];
  const [lobby, garden] = [await ann.enter('lobby'), await bob.enter('garden')];
  await garden.next();
  expect(await lobby.client.request('say', { text: 'in the lobby' })).toMatchObject({ heardBy: 0 });
  const other = await ann.enter('garden');
  await other.client.request('say', { text: 'in the garden' });
  expect((await garden.next()).event).toBe('joined');
  expect((await garden.next()).data).toMatchObject({ text: 'in the garden' });
});

test.each(['no%20room', 'x'.repeat(41), 'a.b'])('there is no room %p', async (room) => {
  await expect((await stage.visitor('Ann')).enter(room)).rejects.toMatchObject({ status: 404 });
});

test.each([
  [{ text: ' \n ' }, 'a message has 1 to 500 letters'],
  [{ text: 'x'.repeat(501) }, 'a message has 1 to 500 letters'],
  [{ text: 5 }, 'a message is a text'],
  [{ text: 'hello', as: 'Bob' }, 'property as should not exist'],
])('%p is refused, nobody hears it, and one can go on', async (data, why) => {
  const [ann, bob] = [await stage.visitor('Ann'), await stage.visitor('Bob')];
  const [tab, other] = [await ann.enter('lobby'), await bob.enter('lobby')];
  await other.next();
  await expect(tab.client.request('say', data)).rejects.toMatchObject({
    code: 'WS_REJECTED',
    data: { message: expect.arrayContaining([why]) as string[] },
  });
  expect(await tab.client.request('say', { text: 'hello' })).toMatchObject({ heardBy: 1 });
  expect((await other.next()).data).toMatchObject({ text: 'hello' });
});

test('the list of rooms comes at once, and anew when somebody comes', async () => {
  const ann = await (await stage.visitor('Ann')).enter('lobby');
  const lists = ann.client.subscribe('rooms', undefined);
  expect((await lists.next()).value).toEqual([
    { name: 'lobby', people: 1 },
    { name: 'kitchen', people: 0 },
    { name: 'garden', people: 0 },
  ]);
  await (await stage.visitor('Bob')).enter('attic');
  expect((await lists.next()).value).toContainEqual({ name: 'attic', people: 1 });
  await lists.return();
});

test('the pulse beats until it is cancelled, and other requests are answered meanwhile', async () => {
  const ann = await (await stage.visitor('Ann')).enter('lobby');
  const beats = ann.client.subscribe('pulse', { every: 100 });
  expect((await beats.next()).value).toMatchObject({ sockets: 1, said: 0 });
  await ann.client.request('say', { text: 'hello' });
  expect((await beats.next()).value).toMatchObject({ said: 1 });
  await beats.return();
  // Four streams are all that one may have: one that had not ended would leave no room for the last.
  const others = Array.from({ length: 4 }, () => ann.client.subscribe('pulse', { every: 60_000 }));
  for (const other of others) expect((await other.next()).done).toBe(false);
  await expect(ann.client.request('pulse', { every: 60_000 })).rejects.toMatchObject({ code: 'WS_TOO_MANY_STREAMS' });
  for (const other of others) await other.return();
});

test('too quick a pulse is refused', async () => {
  const ann = await (await stage.visitor('Ann')).enter('lobby');
  await expect(ann.client.request('pulse', { every: 1 })).rejects.toMatchObject({ code: 'WS_REJECTED' });
});

test('the connection lasts as long as the token', async () => {
  const ann = await stage.visitor('Ann');
  const tab = await ann.enter('lobby');
  const [socket] = stage.chat.app.get<WebSocketManager<Chat>>(WebSocketManager);
  const { expiresAt } = JSON.parse(Buffer.from(ann.token.split('.')[0]!, 'base64url').toString()) as {
    expiresAt: number;
  };
  expect(socket?.expiresAt?.getTime()).toBe(expiresAt);
  socket!.expiresAt = new Date();
  expect((await tab.ending())[0]).toBe(3000);
});

test('a message that is too big closes the connection', async () => {
  const ann = await (await stage.visitor('Ann')).enter('lobby');
  const ending = ann.ending();
  ann.client.emit('say', { text: 'x'.repeat(9000) });
  expect((await ending)[0]).toBe(1009);
});

test('a server that stops says so', async () => {
  const ann = await (await stage.visitor('Ann')).enter('lobby');
  const beats = ann.client.subscribe('pulse', { every: 100 });
  await beats.next();
  const ending = ann.ending();
  await stage.chat.app.close();
  expect(await ending).toEqual([1012, 'the server restarts']);
  await expect(drain(beats)).rejects.toMatchObject({ code: 'WS_CLOSED' });
});

async function drain(values: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of values);
}
