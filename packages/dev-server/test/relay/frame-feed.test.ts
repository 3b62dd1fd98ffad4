import { jest } from '@jest/globals';
import type { FrameNote, RelayEvent } from '../../src/index.js';
import { FrameFeed } from '../../src/relay/frame-feed.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const note = (number: number, text = '') => ({ number, payload: { text } }) as FrameNote;

function feed() {
  const told: Extract<RelayEvent, { type: 'frames' }>[] = [];
  const sink = { bufferedAmount: 0, tell: (event: RelayEvent) => void told.push(event as never) };
  return { told, sink, feed: new FrameFeed('s', sink) };
}

test('frames that come together are told together', () => {
  const { told, feed: one } = feed();
  one.tell(note(1));
  one.tell(note(2));
  expect(told).toEqual([]);
  jest.runAllTimers();
  expect(told).toEqual([{ type: 'frames', session: 's', frames: [note(1), note(2)], skipped: 0 }]);
});

test('what is too much for one event is told in several', () => {
  const { told, feed: one } = feed();
  for (let i = 1; i <= 600; i++) one.tell(note(i));
  jest.runAllTimers();
  one.tell(note(601));
  jest.runAllTimers();
  expect(told.map(({ frames, skipped }) => [frames.length, skipped])).toEqual([
    [500, 0],
    [100, 0],
    [1, 0],
  ]);
});

test('a page that does not take what it is told is told less', () => {
  const { told, sink, feed: one } = feed();
  sink.bufferedAmount = 5 * 1024 * 1024;
  one.tell(note(1));
  sink.bufferedAmount = 0;
  one.tell(note(2));
  jest.runAllTimers();
  expect(told.map(({ frames, skipped }) => [frames.length, skipped])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test('at the end everything is told at once', () => {
  const { told, feed: one } = feed();
  one.tell(note(1, 'x'.repeat(1024 * 1024)));
  one.tell(note(2, 'more'));
  one.end();
  expect(told.map(({ frames, skipped }) => [frames.length, skipped])).toEqual([
    [1, 0],
    [1, 0],
  ]);
  expect(jest.getTimerCount()).toBe(0);
});
