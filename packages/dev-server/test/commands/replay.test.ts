// Sending again what was recorded.
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, WebSocket, type Message } from '@ws4ts/core';
import { folderOf } from '../support/folder.js';
import { end } from '../support/program-run.js';
import { serve } from '../support/served.js';

test('sends again what a recorded client has sent', async () => {
  const record = join(await folderOf({}), 'frames.ndjson');
  const server = await serve({ record });
  await end(['connect', `${server.url}/echo`, '--compress'], ['one', 'two']);
  await server.stop();
  const again = await serve();
  const played = await end(['replay', record, `${again.url}/echo`, '--json', '--speed', '0']);
  expect(played.code).toBe(0);
  expect(JSON.parse(played.output)).toEqual({ sent: 2, received: 2, wanted: 2, code: 1000 });
  expect(await end(['replay', record, `${again.url}/close/1011`])).toMatchObject({ code: 3 });
  expect(await end(['replay', record, `${again.url}/echo`, '--session', 'nobody'])).toMatchObject({
    code: 2,
    errors: expect.stringContaining('no such connection'),
  });
});

test('what is no recording is told with the line', async () => {
  const folder = await folderOf({ 'a.ndjson': '{"kind":"opened","session":"s","near":"client"}\nnonsense\n' });
  const { code, errors } = await end(['replay', join(folder, 'a.ndjson'), 'ws://127.0.0.1:1']);
  expect(code).toBe(2);
  expect(errors).toMatch(/a\.ndjson:2/);
  await writeFile(join(folder, 'a.ndjson'), JSON.stringify({ kind: 'opened', session: 's', near: 'client' }));
  for (const payload of [undefined, null, 'text', { text: 1 }]) {
    const frame = { kind: 'frame', session: 's', direction: 'sent', opcode: 'text', final: true, payload };
    await appendFile(join(folder, 'a.ndjson'), `\n${JSON.stringify(frame)}`);
    expect((await end(['replay', join(folder, 'a.ndjson'), 'ws://127.0.0.1:1'])).errors).toMatch(
      /a\.ndjson:2".*a frame has a payload/,
    );
  }
  expect(await end(['replay', join(folder, 'none.ndjson'), 'ws://127.0.0.1:1'])).toMatchObject({ code: 1 });
});

const MEBIBYTE = 1024 * 1024;
/** Long in every way: a text, bytes beyond what a connection lets wait by itself, fragments, and compressed. */
const LONG = [`a${'é'.repeat(50_000)}`, Buffer.alloc(20 * MEBIBYTE, 'bytes'), 'z'.repeat(100_000)] as const;

test('messages of any length are sent again whole', async () => {
  const heard: Message[] = [];
  class Hearing extends WebSocket {
    protected override receivedMessage(message: Message): void {
      heard.push(message);
      this.send('heard');
    }
  }
  const options = { routes: { '/mine': Hearing }, server: { maxMessageSize: 32 * MEBIBYTE, compression: true } };
  const record = join(await folderOf({}), 'frames.ndjson');
  const server = await serve({ ...options, record });
  const client = await connect(`${server.url}/mine`, { compression: true, maxMessageSize: 32 * MEBIBYTE });
  for (const data of LONG) {
    client.send(data, { compress: data === LONG[2] });
    await client.receive();
  }
  await client.send(
    (async function* () {
      yield 'in ';
      yield LONG[2];
      yield ' parts';
    })(),
  );
  await client.receive();
  client.close();
  await client.whenClosed;
  await server.stop();
  const before = heard.splice(0).map(({ data }) => data);
  expect(before).toHaveLength(4);

  const again = await serve(options);
  const played = await end(['replay', record, `${again.url}/mine`, '--json', '--speed', '0']);
  expect(JSON.parse(played.output)).toEqual({ sent: 4, received: 4, wanted: 4, code: 1000 });
  expect(heard.map(({ data }) => data).every((data, i) => Buffer.from(data).equals(Buffer.from(before[i]!)))).toBe(
    true,
  );
}, 30_000);

test('a message of which only the beginning was recorded is refused, before anything is sent', async () => {
  const opened = { kind: 'opened', session: 's', url: '/echo', near: 'client', at: 0 };
  const frame = { kind: 'frame', session: 's', direction: 'sent', opcode: 'text', final: true, time: 1 };
  const whole = { ...frame, payload: { text: 'whole' }, truncated: false };
  const cut = { ...frame, payload: { text: 'the beginning' }, truncated: true };
  const lines = [opened, whole, cut].map((line) => JSON.stringify(line)).join('\n');
  const folder = await folderOf({ 'cut.ndjson': lines });
  const { code, errors } = await end(['replay', join(folder, 'cut.ndjson'), 'ws://127.0.0.1:1']);
  expect(code).toBe(2);
  expect(errors).toMatch(/cut\.ndjson:3.*too long to be recorded whole/);
});
