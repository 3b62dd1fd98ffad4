import { History, type Said } from '../../src/chat/history.js';

const said = (text: string): Said => ({ user: 'Ann', text, at: 1 });

test('it keeps the last 50 messages of a room, in their order, and counts all', () => {
  const history = new History();
  for (let i = 1; i <= 60; i++) history.add('lobby', said(`message ${i}`));
  const texts = history.of('lobby').map(({ text }) => text);
  expect([texts.length, texts[0], texts.at(-1)]).toEqual([50, 'message 11', 'message 60']);
  expect(history.of('garden')).toEqual([]);
  expect(history.total).toBe(60);
});

test('of more than 1000 rooms it forgets the one that has been silent for longest', () => {
  const history = new History();
  for (let i = 0; i < 1000; i++) history.add(`room-${i}`, said('hello'));
  history.add('room-0', said('still here'));
  history.add('one-more', said('hello'));
  expect(history.of('room-0')).toHaveLength(2);
  expect(history.of('room-1')).toEqual([]);
  expect(history.of('one-more')).toHaveLength(1);
});
