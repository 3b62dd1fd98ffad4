import { pairsIn, pairUp, roundOf } from '../../src/plan/pairs.js';
import { servers } from '../../src/plan/server-table.js';
import { selectWorkloads } from '../../src/plan/workloads.js';

function takers(word: string): string[] {
  return pairUp(selectWorkloads([word], 'all').slice(0, 1), servers).map(({ server }) => server.name);
}

test('every server takes part in what it can do, and in nothing else', () => {
  const all = servers.map(({ name }) => name);
  const gateways = ['nest gateway', 'platform-ws'];
  const except = (...names: string[]): string[] => all.filter((name) => !names.includes(name));
  expect(takers('ping-pong 20 B text')).toEqual(except(...gateways));
  expect(takers('ping-pong 20 B binary')).toEqual(except(...gateways, 'socket.io'));
  expect(takers('enveloped')).toEqual(except('net', 'socket.io'));
  expect(takers('receive only')).toEqual(except('net', 'socket.io', ...gateways));
  expect(takers('handshake and close')).toEqual(all);
  expect(takers('deflate')).toEqual(['ws', 'ws4ts', 'koa', 'nest', 'ws + bufferutil', 'uWebSockets.js', 'Bun']);
  expect(takers('has compressed')).toEqual(takers('deflate'));
  expect(takers('start-up')).toEqual(['ws', 'ws4ts', 'koa', 'nest', 'websocket', 'faye-websocket', 'platform-ws']);
});

test('the servers of one workload run next to each other', () => {
  const chosen = selectWorkloads(['handshake and close', 'memory of an idle connection'], 'all');
  const order = pairUp(chosen, servers).map(({ workload }) => workload.name);
  expect([...new Set(order)]).toEqual(order.filter((name, index) => name !== order[index - 1]));
});

test('a workload may take several warm-ups', () => {
  const chosen = selectWorkloads(['ping-pong 20 B text', 'deflate ping-pong'], 'all');
  const two = servers.filter(({ name }) => name === 'ws' || name === 'ws4ts');
  expect(roundOf(pairUp(chosen, two))).toEqual({ measurements: 4, warmUps: 2 + 2 * 3 });
});

test('memory is measured in the first round only', () => {
  const pairs = pairUp(selectWorkloads(['memory of', 'start-up'], 'all'), servers.slice(0, 1));
  const names = (round: number): string[] => pairsIn(round, pairs).map(({ workload }) => workload.name);
  expect(names(1)).toHaveLength(4);
  expect(names(2)).toEqual(['start-up']);
});
