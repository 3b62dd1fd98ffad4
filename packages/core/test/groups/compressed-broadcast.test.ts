// A broadcast to members that have agreed on permessage-deflate: compressed once where their agreements allow it.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PermessageDeflate } from '../../src/extensions/permessage-deflate.js';
import { Group } from '../../src/groups/group.js';
import type { CompressionOptions } from '../../src/options/compression-options.js';
import type { WebSocket } from '../../src/socket/web-socket.js';
import { pair } from '../../src/testing/pair.js';
import { parts } from '../support-connection/parts.js';
import { Recorder } from '../support-connection/recorder.js';

const TEXT = 'a message for everyone, and everyone is sent the same one, '.repeat(20);
const NO_TAKEOVER = { takeover: false };

let clients: WebSocket[];
let members: Group<Recorder>;
let encode: jest.SpiedFunction<PermessageDeflate['encode']>;

beforeEach(() => {
  clients = [];
  members = new Group();
  encode = jest.spyOn(PermessageDeflate.prototype, 'encode');
});

afterEach(async () => {
  encode.mockRestore();
  await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
});

/** Adds members whose two sides are told this of compression. */
async function join(
  count: number,
  server: boolean | Partial<CompressionOptions>,
  client: boolean | Partial<CompressionOptions> = true,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const both = await pair(Recorder, { server: { compression: server }, client: { compression: client } });
    members.add(both.server);
    clients.push(both.client);
  }
}

/** Broadcasts, and checks that all have it; returns how often it was compressed. */
async function broadcast(data: string | Buffer, options = {}): Promise<number> {
  encode.mockClear();
  expect(members.broadcast(data, options).sent).toBe(clients.length);
  const received = await Promise.all(clients.map((client) => client.receive()));
  expect(received.filter((message) => Buffer.compare(message.bytes, Buffer.from(data)) !== 0)).toEqual([]);
  expect(new Set(received.map(({ isText }) => isText))).toEqual(new Set([typeof data === 'string']));
  return encode.mock.calls.length;
}

describe('a broadcast is compressed', () => {
  it('once for all members without takeover', async () => {
    await join(5, NO_TAKEOVER);
    expect(await broadcast(TEXT)).toBe(1);
    expect(await broadcast(Buffer.from(TEXT))).toBe(1);
  });

  it('once for each window that members without takeover have agreed on', async () => {
    await join(2, NO_TAKEOVER);
    await join(2, NO_TAKEOVER, { peerWindowBits: 10 });
    await join(2, { ...NO_TAKEOVER, windowBits: 10 });
    expect(await broadcast(TEXT)).toBe(2);
  });

  it('for each member with takeover, and the later ones are shorter', async () => {
    await join(3, true);
    expect(await broadcast(TEXT)).toBe(3);
    const [first] = encode.mock.results.map(({ value }) => (value as Buffer).length);
    expect(await broadcast(TEXT)).toBe(3);
    for (const { value } of encode.mock.results) expect((value as Buffer).length).toBeLessThan(first! / 2);
  });

  it('for each as it has agreed, in one group', async () => {
    await join(2, false);
    await join(2, true, false);
    await join(2, true, { peerTakeover: false });
    await join(2, true);
    await join(2, NO_TAKEOVER);
    for (let i = 0; i < 3; i++) expect(await broadcast(`${TEXT}${i}`)).toBe(1 + 2);
  });

  it('not where it may not be', async () => {
    await join(2, true);
    await join(2, NO_TAKEOVER);
    expect(await broadcast(TEXT, { compress: false })).toBe(0);
  });

  it('not below the threshold, which counts bytes', async () => {
    await join(2, { threshold: 10 });
    await join(2, { ...NO_TAKEOVER, threshold: 10 });
    expect(await broadcast('x'.repeat(9))).toBe(0);
    expect(await broadcast(Buffer.alloc(9))).toBe(0);
    expect(await broadcast('x'.repeat(10))).toBe(1 + 2);
    expect(await broadcast(Buffer.alloc(10))).toBe(1 + 2);
  });

  it('in order with what members are sent by themselves', async () => {
    await join(2, true);
    await join(2, NO_TAKEOVER);
    for (const [i, member] of [...members].entries()) member.send(`${TEXT}${i}`);
    members.broadcast(TEXT);
    for (const member of members) member.send(TEXT);
    for (const [i, client] of clients.entries()) {
      const texts = [await client.receive(), await client.receive(), await client.receive()].map(({ text }) => text);
      expect(texts).toEqual([`${TEXT}${i}`, TEXT, TEXT]);
    }
  });

  it('behind a message of one member that is still being made', async () => {
    await join(1, true);
    await join(1, NO_TAKEOVER);
    const [, member] = members;
    const sending = member!.send(parts(TEXT, 'and more'));
    members.broadcast(TEXT);
    await sending;
    expect([(await clients[0]!.receive()).text, (await clients[1]!.receive()).text]).toEqual([TEXT, `${TEXT}and more`]);
    expect((await clients[1]!.receive()).text).toBe(TEXT);
  });
});
