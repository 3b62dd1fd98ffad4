import { commandOf, selectServers, servers, yardstick } from '../../src/plan/server-table.js';
import { selectWorkloads, workloads } from '../../src/plan/workloads.js';

test('names are unique', () => {
  for (const table of [workloads, servers]) {
    const names = table.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('workloads by a part of their names, in the order of the table', () => {
  expect(selectWorkloads(['send only 1 KiB', 'ping-pong 20 B t'], 'main').map(({ name }) => name)).toEqual([
    'ping-pong 20 B text',
    'send only 1 KiB binary',
  ]);
});

test('without words all of them, or one of each sort', () => {
  expect(selectWorkloads([], 'all')).toBe(workloads);
  const kinds = (which: 'all' | 'main') => new Set(selectWorkloads([], which).map(({ plan }) => plan.kind));
  const beside = ['receive', 'send', 'paced'] as const;
  expect([...kinds('main'), ...beside].toSorted()).toEqual([...kinds('all')].toSorted());
});

test('a word that selects nothing is an error', () => {
  expect(() => selectWorkloads(['20 B', 'nothing'], 'main')).toThrow('no workload\'s name contains "nothing"');
});

test('an unknown server is an error that names the known ones', () => {
  expect(() => selectServers(['nothing'])).toThrow('no server is called "nothing"; there are ws, ws4ts');
});

test('the yardstick always runs along, first', () => {
  expect(selectServers([])[0]?.name).toBe(yardstick);
});

test('a server runs in this Node, or in the runtime its row names', () => {
  expect(commandOf({ name: 'x', file: 'x.js', packages: [] })[0]).toBe(process.execPath);
  expect(commandOf({ name: 'x', file: 'x.js', packages: [], runtime: ['bun', 'run'] }).slice(0, 2)).toEqual([
    'bun',
    'run',
  ]);
});
