// Recordings, as the page downloads them and as they are written to a file.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, silentLogger } from '@ws4ts/core';
import type { RecordedLine } from '../../src/index.js';
import { folderOf } from '../support/folder.js';
import { serve, serveWithPage } from '../support/served.js';

const lines = (text: string): RecordedLine[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedLine);

test('the page starts and stops it, and downloads it', async () => {
  const { server, page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'before' }] });
  await page.frames('s', ({ direction }) => direction === 'received');
  await page.ask({ type: 'startRecording' });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'hello' }] });
  await page.frames('s', ({ direction, number }) => direction === 'received' && number > 2);
  await page.ask({ type: 'stopRecording' });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'after' }] });
  await page.frames('s', ({ direction, number }) => direction === 'received' && number > 4);
  const token = new URL(server.pageUrl).search;
  const response = await fetch(`${server.url.replace('ws', 'http')}/__ws4ts/recording.ndjson${token}`);
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const recorded = lines(await response.text());
  expect(recorded.slice(0, 2)).toMatchObject([
    { kind: 'opened', session: 'c1', url: '/echo', near: 'server' },
    { kind: 'opened', session: 's', url: `${server.url}/echo`, near: 'client' },
  ]);
  expect(
    recorded.slice(2).map((line) => line.kind === 'frame' && [line.session, line.direction, line.payload]),
  ).toEqual([
    ['s', 'sent', { text: 'hello' }],
    ['c1', 'received', { text: 'hello' }],
    ['c1', 'sent', { text: 'hello' }],
    ['s', 'received', { text: 'hello' }],
  ]);
  // The page is told of the last frame once or twice: perhaps before the recording is stopped, and when it is.
  const state = await page.event('recording', ({ frames, isRecording }) => frames === 4 && !isRecording);
  expect(state.isFull).toBe(false);
  expect(state.bytes).toBe(Buffer.byteLength(recorded.map((line) => `${JSON.stringify(line)}\n`).join('')));
});

test('a file gets everything from the start to the end', async () => {
  const record = join(await folderOf({}), 'frames.ndjson');
  const server = await serve({ record });
  const client = await connect(`${server.url}/echo`, { logger: silentLogger });
  client.send('hello');
  await client.receive();
  client.close(4000, 'enough');
  await client.whenClosed;
  await server.stop();
  expect(lines(await readFile(record, 'utf8'))).toMatchObject([
    { kind: 'opened', session: 'c1' },
    { kind: 'frame', direction: 'received', opcode: 'text' },
    { kind: 'frame', direction: 'sent', opcode: 'text' },
    { kind: 'frame', direction: 'received', opcode: 'close', closeCode: 4000, closeReason: 'enough' },
    { kind: 'frame', direction: 'sent', opcode: 'close' },
    { kind: 'closed', session: 'c1' },
  ]);
});

// What a server said with its 101 was missing: it was heard of too late.
test('the first frames are in it, at both ends, and a refusal is not', async () => {
  const record = join(await folderOf({}), 'frames.ndjson');
  const { server, page } = await serveWithPage({ record });
  await page.ask({ type: 'open', session: 'refused', url: '/reject/401' });
  await page.ask({ type: 'open', session: 's', url: '/subprotocol' });
  await page.frames('s', () => true);
  page.say({ type: 'close', session: 's' });
  await page.event('closed');
  await server.stop();
  const recorded = lines(await readFile(record, 'utf8'));
  for (const session of ['s', 'c1']) {
    const [opened, ...rest] = recorded.filter((line) => line.session === session);
    expect(opened).toMatchObject({ kind: 'opened' });
    expect(rest[0]).toMatchObject({ kind: 'frame', number: 1, payload: { text: expect.stringContaining('agreed') } });
    const times = rest.map((line) => (line.kind === 'opened' ? 0 : line.time));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(rest.at(-1)).toMatchObject({ kind: 'closed' });
  }
  expect(recorded.filter(({ session }) => session !== 's' && session !== 'c1')).toEqual([]);
});

test('of a long message the file gets all, and the page the beginning', async () => {
  const record = join(await folderOf({}), 'frames.ndjson');
  const { server, page } = await serveWithPage({ record });
  await page.ask({ type: 'startRecording' });
  const text = 'long '.repeat(20_000);
  const client = await connect(`${server.url}/echo`, { logger: silentLogger });
  client.send(text);
  await client.receive();
  client.close();
  await client.whenClosed;
  const token = new URL(server.pageUrl).search;
  const response = await fetch(`${server.url.replace('ws', 'http')}/__ws4ts/recording.ndjson${token}`);
  const texts = (recorded: string): unknown[] =>
    lines(recorded).flatMap((line) => (line.kind === 'frame' && line.opcode === 'text' ? [line] : []));
  const beginning = { truncated: true, length: text.length, payload: { text: text.slice(0, 65_536) } };
  expect(texts(await response.text())).toMatchObject([beginning, beginning]);
  await server.stop();
  const all = { truncated: false, length: text.length, payload: { text } };
  expect(texts(await readFile(record, 'utf8'))).toMatchObject([all, all]);
});

test('a file that cannot be written keeps the server from starting', async () => {
  await expect(serve({ record: '/nowhere/frames.ndjson' })).rejects.toMatchObject({ code: 'ENOENT' });
});
