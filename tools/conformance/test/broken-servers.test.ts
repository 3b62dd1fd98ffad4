// The suite can fail: each fault of a tiny server is found by the case that is made for it, and by its reason.
import { runConformance, type Verdict } from '@ws4ts/conformance';
import { type Fault, startTinyServer, type TinyServer } from './support/tiny-server.js';

let server: TinyServer;
afterEach(() => server.stop());

async function judge(id: string, ...faults: readonly Fault[]): Promise<Verdict | undefined> {
  server = await startTinyServer(...faults);
  const verdicts = await runConformance(server.url, { only: [id], patience: 300, closeTimeout: 100 });
  return verdicts.find((verdict) => verdict.id === id);
}

const faults: readonly (readonly [fault: Fault, id: string, why: RegExp])[] = [
  ['masks', 'frames.rfc.masked-hello', /masked a frame.*§5\.1/],
  ['sets-rsv', 'frames.rfc.masked-hello', /reserved bit.*§5\.2/],
  ['long-lengths', 'frames.rfc.masked-hello', /wrote 5 in 16 bits.*minimal/],
  ['turns-text-to-binary', 'frames.rfc.masked-hello', /opcode 2; due: 1/],
  ['drops-a-byte', 'frames.rfc.masked-hello', /the echo differs: 4 bytes, due 5/],
  ['late-pong', '5.6', /got text .*due: a pong/],
  ['late-pong', '5.19', /nothing came for 300 ms; due: a pong/],
  ['no-pong', '2.1', /nothing came for 300 ms; due: a pong/],
  ['answers-pongs', '2.7', /got pong/],
  ['ignores-rsv', '3.1', /got text .*due: close 1002/],
  ['ignores-mask-bit', 'frames.unmasked.text', /got text .*due: close 1002/],
  ['any-version', 'handshake.version.12', /answered 101; due: a refusal/],
  ['resets-instead-of-refusing', 'handshake.version.12', /TCP ended \(reset\) without an HTTP response/],
  ['wrong-accept', 'handshake.headers.plain', /Sec-WebSocket-Accept: x/],
  ['unoffered-subprotocol', 'handshake.headers.plain', /"surprise", which was not offered/],
  ['wrong-close-code', '7.3.3', /closed with 1011; due: close 1000/],
  ['keeps-tcp', '7.3.3', /nothing came for 300 ms; due: the end of TCP/],
  ['never-lets-go', 'vanishing.never-ends-tcp.after-close', /still holds the connection after 400 ms/],
  ['echo-after-close', '7.3.3', /got text of 4 bytes/],
];

test.each(faults)('a server that %s fails %s', async (fault, id, why) => {
  expect(await judge(id, fault)).toMatchObject({ id, outcome: 'failed', why: expect.stringMatching(why) as string });
});

test.each([...new Set(faults.map(([, id]) => id))])('without the fault the same server passes %s', async (id) => {
  expect(await judge(id)).toMatchObject({ id, outcome: 'passed', why: '' });
});

test('a case that a server of these settings cannot be judged by is skipped, and says why', async () => {
  server = await startTinyServer();
  const verdicts = await runConformance(server.url, {
    only: ['9.1.6', 'handshake.origin.cross'],
    foreignOrigin: 'accepted',
  });
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(verdicts.map(() => 'skipped'));
  expect(verdicts[0]?.why).toMatch(/accepts browsers from anywhere/);
  expect(verdicts.at(-1)?.why).toMatch(/messages of 1048576 bytes only/);
});

test('a server that is not there fails, and does not hang', async () => {
  server = await startTinyServer();
  await server.stop();
  server = { ...server, stop: () => Promise.resolve() };
  const [verdict] = await runConformance(server.url, { only: ['2.1'], patience: 300 });
  expect(verdict).toMatchObject({ outcome: 'failed', why: expect.stringMatching(/could not connect/) as string });
});
