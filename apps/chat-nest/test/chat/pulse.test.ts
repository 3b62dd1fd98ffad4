import { jest } from '@jest/globals';
import { WebSocketManager } from '@ws4ts/core';
import { validateSync } from 'class-validator';
import { plainToInstance } from 'class-transformer';
import { History } from '../../src/chat/history.js';
import { Pulse, PulseWish, type Beat } from '../../src/chat/pulse.js';

afterEach(() => void jest.useRealTimers());

test('it beats at once, then as often as one wants, until one has had enough', () => {
  jest.useFakeTimers();
  const history = new History();
  const beats: Beat[] = [];
  const taken = new Pulse(new WebSocketManager(), history).beats(200).subscribe((beat) => beats.push(beat));
  jest.advanceTimersByTime(0);
  expect(beats).toEqual([
    { sockets: 0, said: 0, memory: expect.any(Number) as number, uptime: expect.any(Number) as number },
  ]);
  expect(beats[0]!.memory).toBeGreaterThan(2 ** 20);
  history.add('lobby', { user: 'Ann', text: 'hello', at: 1 });
  jest.advanceTimersByTime(400);
  expect(beats.map(({ said }) => said)).toEqual([0, 1, 1]);
  taken.unsubscribe();
  expect(jest.getTimerCount()).toBe(0);
});

test.each([
  [100, true],
  [60_000, true],
  [99, false],
  [60_001, false],
  [100.5, false],
  ['1000', false],
])('a beat every %p ms may be wished for: %p', (every, isFine) => {
  expect(validateSync(plainToInstance(PulseWish, { every })).length === 0).toBe(isFine);
});
