// When clients are pinged for their latency, and when pages are told of connections.
import { jest } from '@jest/globals';
import { WebSocketManager } from '@ws4ts/core';
import { LiveConnections } from '../../src/server/live-connections.js';
import { TappedStream } from '../../src/wire/tapped-stream.js';
import { duplexPair } from '../support/duplex-pair.js';
import { closeLater } from '../support/opened.js';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

function connected(count: number) {
  const told = jest.fn();
  const listener = {
    isListening: true,
    isMeasuring: false,
    connectionsChanged: told,
    connectionBegan() {},
    connectionEnded() {},
  };
  const connections = new LiveConnections({ own: new WebSocketManager(), others: () => [] }, listener);
  const streams = Array.from({ length: count }, () => new TappedStream(duplexPair()[0], 'server'));
  closeLater(() => connections.stop());
  const pings = streams.map((stream) => jest.spyOn(stream, 'measure').mockImplementation(() => {}));
  const add = (): void => {
    for (const stream of streams) {
      closeLater(() => void stream.destroy());
      connections.add({ route: '/echo', path: '/echo', remote: '127.0.0.1', stream, socket: undefined });
    }
  };
  return { listener, told, add, pinged: () => pings[0]!.mock.calls.length };
}

test('clients are pinged each five seconds while somebody measures, and never else', () => {
  const { listener, add, pinged } = connected(1);
  add();
  jest.advanceTimersByTime(10_000);
  expect(pinged()).toBe(0);
  listener.isMeasuring = true;
  jest.advanceTimersByTime(1000);
  expect(pinged()).toBe(1);
  jest.advanceTimersByTime(10_000);
  expect(pinged()).toBe(3);
  listener.isMeasuring = false;
  jest.advanceTimersByTime(10_000);
  expect(pinged()).toBe(3);
});

test('of many that come at once it is told once, and nobody is told when nobody listens', () => {
  const { listener, told, add } = connected(20);
  add();
  expect(told).not.toHaveBeenCalled();
  jest.advanceTimersByTime(100);
  expect(told.mock.calls.map(([notes]) => (notes as unknown[]).length)).toEqual([20]);
  listener.isListening = false;
  jest.advanceTimersByTime(5000);
  expect(told).toHaveBeenCalledTimes(1);
});
