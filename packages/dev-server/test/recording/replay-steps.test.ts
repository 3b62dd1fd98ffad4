// A recording as steps of its client.
import { join } from 'node:path';
import { UsageError } from '@ws4ts/core';
import { readSteps } from '../../src/recording/replay-steps.js';
import { folderOf } from '../support/folder.js';
import { end } from '../support/program-run.js';
import { serve } from '../support/served.js';

async function stepsOf(file: string, session?: string) {
  const steps = [];
  for await (const { kind, data } of readSteps(file, session)) steps.push([kind, data]);
  return steps;
}

test('what a client has sent, compressed or not, and how it has closed', async () => {
  const record = join(await folderOf({}), 'frames.ndjson');
  const server = await serve({ record });
  await end(['connect', `${server.url}/echo`, '--compress'], ['one', 'two']);
  await server.stop();
  expect(await stepsOf(record)).toEqual([
    ['message', 'one'],
    ['message', 'two'],
    ['close', ''],
  ]);
});

/** The lines of two connections, one recorded at each side. */
const opened = (session: string, near: string) => ({ kind: 'opened', session, url: '/', near, at: 0 });
const frame = (session: string, direction: string, text: string, more: object = {}) => ({
  ...{ kind: 'frame', session, direction, opcode: 'text', final: true, truncated: false, time: 1 },
  ...{ payload: { text }, ...more },
});
const LINES = [
  opened('one', 'client'),
  opened('two', 'server'),
  frame('one', 'sent', 'from one'),
  frame('two', 'received', 'to two, ', { final: false }),
  frame('one', 'received', 'to one'),
  frame('two', 'received', 'there?', { opcode: 'ping' }),
  frame('two', 'received', 'in parts', { opcode: 'continuation' }),
  frame('two', 'sent', 'from two'),
];

test.each([
  [undefined, [['message', 'from one']]],
  [
    'two',
    [
      ['ping', 'there?'],
      ['message', 'to two, in parts'],
    ],
  ],
])('the connection %s alone, by the side that is the client', async (session, steps) => {
  const text = LINES.map((line) => `${JSON.stringify(line)}\r\n`).join('\n');
  const folder = await folderOf({ 'a.ndjson': text });
  expect(await stepsOf(join(folder, 'a.ndjson'), session)).toEqual(steps);
});

test('a connection that is not in it', async () => {
  const folder = await folderOf({ 'a.ndjson': JSON.stringify(LINES[0]) });
  await expect(stepsOf(join(folder, 'a.ndjson'), 'three')).rejects.toThrow(UsageError);
});
