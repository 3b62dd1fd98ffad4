import { jest } from '@jest/globals';
import { WebSocket, WebSocketManager } from '@ws4ts/core';
import { pair } from '@ws4ts/core/testing';
import { RoomList, type RoomSummary } from '../../src/chat/room-list.js';

let everyone: WebSocketManager<WebSocket>;
let clients: WebSocket[];
let list: RoomList;

class Member extends WebSocket {}

beforeEach(() => {
  everyone = new WebSocketManager();
  clients = [];
  list = new RoomList(everyone);
});

afterEach(() => {
  jest.useRealTimers();
  for (const client of clients) client.terminate();
});

async function join(room: string, key: string): Promise<WebSocket> {
  const { server, client } = await pair(Member);
  clients.push(client);
  server.key = key;
  everyone.add(server);
  everyone.room(room).add(server);
  list.changed();
  return server;
}

test('the fixed rooms come first, then the fullest; a person with two tabs counts once', async () => {
  await join('attic', 'Ann');
  await join('cellar', 'Bob');
  await join('cellar', 'Eve');
  await join('garden', 'Ann');
  await join('garden', 'Ann');
  expect(list.now).toEqual([
    { name: 'lobby', people: 0 },
    { name: 'kitchen', people: 0 },
    { name: 'garden', people: 1 },
    { name: 'cellar', people: 2 },
    { name: 'attic', people: 1 },
  ]);
});

test('no more than 50 are listed', async () => {
  for (let n = 0; n < 60; n++) await join(`room-${n}`, 'Ann');
  expect(list.now).toHaveLength(50);
});

test('who watches is told at once, and once for many changes; not for none, and not when they have gone', async () => {
  const members = [await join('attic', 'Ann'), await join('attic', 'Bob')];
  jest.useFakeTimers();
  const told: RoomSummary[][] = [];
  const watching = list.watch().subscribe((rooms) => told.push(rooms));
  const attics = () => told.map((rooms) => rooms.find(({ name }) => name === 'attic')?.people);
  expect(attics()).toEqual([2]);
  for (const member of members) {
    everyone.room('attic').remove(member);
    list.changed();
  }
  jest.advanceTimersByTime(50);
  expect(attics()).toEqual([2, undefined]);
  list.changed();
  jest.advanceTimersByTime(50);
  expect(told).toHaveLength(2);
  everyone.room('attic').add(members[0]!);
  list.changed();
  watching.unsubscribe();
  jest.advanceTimersByTime(50);
  expect(told).toHaveLength(2);
});
