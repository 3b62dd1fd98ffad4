import { describe, expect, it } from '@jest/globals';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { PermessageDeflate, type DeflateEffort } from '../../src/extensions/permessage-deflate.js';
import type { Role } from '../../src/vocabulary/role.js';
import { expectProtocolError } from '../support/expectations.js';
import { feedMessage, noise, words } from './support/samples.js';

const EFFORT: DeflateEffort = { threshold: 256, level: 6, memoryLevel: 5 };
const MESSAGE = Buffer.from('a message that is like the one before it, and the one before that');

interface Given {
  readonly server?: { readonly windowBits?: number; readonly takeover?: boolean };
  readonly client?: { readonly windowBits?: number; readonly takeover?: boolean };
  readonly effort?: Partial<DeflateEffort>;
}

function codec(role: Role, { server, client, effort }: Given = {}): PermessageDeflate {
  const whole = { windowBits: 15, takeover: true };
  const agreed = { server: { ...whole, ...server }, client: { ...whole, ...client } };
  return new PermessageDeflate(role, agreed, { ...EFFORT, ...effort });
}

function both(given: Given = {}): Record<Role, PermessageDeflate> {
  return { server: codec('server', given), client: codec('client', given) };
}

/** What zlib makes of the payload of a first message. */
function inflated(payload: Buffer): Buffer {
  return inflateRawSync(Buffer.concat([payload, Buffer.from('0000ffff', 'hex')]), { finishFlush: 2 });
}

describe('PermessageDeflate', () => {
  it.each<[Role, Role]>([
    ['server', 'client'],
    ['client', 'server'],
  ])('takes from the %s to the %s what zlib reads as well', (from, to) => {
    const sides = both();
    const payload = sides[from].encode(MESSAGE, true);
    expect(inflated(payload)).toEqual(MESSAGE);
    expect(sides[to].decode(payload, 1000)).toEqual(MESSAGE);
  });

  it('keeps the directions apart: each has its own window and takeover', () => {
    const { server, client } = both({ server: { takeover: false }, client: { windowBits: 8 } });
    const [first, second] = [server.encode(MESSAGE, true), server.encode(MESSAGE, true)];
    expect(second).toEqual(first);
    const [one, two] = [client.encode(MESSAGE, true), client.encode(MESSAGE, true)];
    expect(two.length).toBeLessThan(one.length / 4);
    for (const payload of [first, second]) expect(client.decode(payload, 1000)).toEqual(MESSAGE);
    for (const payload of [one, two]) expect(server.decode(payload, 1000)).toEqual(MESSAGE);
  });

  it('reads what refers to earlier messages only where that was agreed on', () => {
    const sender = codec('client');
    const [first, second] = [sender.encode(MESSAGE, true), sender.encode(MESSAGE, true)];
    const receiver = codec('server', { client: { takeover: false } });
    expect(receiver.decode(first, 1000)).toEqual(MESSAGE);
    expectProtocolError(() => receiver.decode(second, 1000), 'WS_COMPRESSION_INVALID');
  });

  it('reads nothing that refers further back than the window that was agreed on', () => {
    const far = Buffer.concat([MESSAGE, noise(600), MESSAGE]);
    const payload = codec('client').encode(far, true);
    expect(codec('server').decode(payload, 1000)).toEqual(far);
    const narrow = codec('server', { client: { windowBits: 8 } });
    expectProtocolError(() => narrow.decode(payload, 1000), 'WS_COMPRESSION_INVALID');
  });

  it.each([8, 9, 12, 15])('keeps to a window of 2^%d bytes', (windowBits) => {
    const { server, client } = both({ server: { windowBits }, effort: { memoryLevel: 9 } });
    for (let number = 0; number < 20; number++) {
      const message = feedMessage(number, 4000);
      expect(client.decode(server.encode(message, true), 10_000)).toEqual(message);
    }
  });

  it('encodes a message in parts that are one message together', () => {
    const { server, client } = both();
    for (const message of [words(5000), words(5000)]) {
      const parts = [message.subarray(0, 1), message.subarray(1, 3000), message.subarray(3000), Buffer.alloc(0)];
      const payload = Buffer.concat(parts.map((part, i) => client.encode(part, i === parts.length - 1)));
      expect(server.decode(payload, 5000)).toEqual(message);
    }
  });

  it('allows a message that is just as big as the limit, and none that is bigger', () => {
    const payload = Buffer.from(deflateRawSync(Buffer.alloc(1000), { finishFlush: 2 }).subarray(0, -4));
    expect(codec('server').decode(payload, 1000)).toEqual(Buffer.alloc(1000));
    expectProtocolError(() => codec('server').decode(payload, 999), 'WS_MESSAGE_TOO_BIG');
  });

  it('says that two connections compress alike only where no message depends on another', () => {
    const alone = { server: { takeover: false, windowBits: 12 }, client: { windowBits: 9 } };
    const { sharedKey } = codec('server', alone);
    expect(sharedKey).toEqual(expect.any(String));
    expect(codec('server', { ...alone, client: { takeover: false }, effort: { memoryLevel: 9 } }).sharedKey).toBe(
      sharedKey,
    );
    expect(codec('server', { ...alone, effort: { level: 9 } }).sharedKey).not.toBe(sharedKey);
    expect(codec('server', { server: { takeover: false } }).sharedKey).not.toBe(sharedKey);
    expect(codec('server').sharedKey).toBeUndefined();
    // The other direction's takeover does not matter, nor does what the peer wishes.
    expect(codec('client', { client: { takeover: false } }).sharedKey).toEqual(expect.any(String));
  });

  it('lets go of what it sent, and keeps what its peer refers to', () => {
    const { server, client } = both();
    const whole = client.encode(MESSAGE, true);
    expect(server.decode(whole, 1000)).toEqual(MESSAGE);
    expect(client.decode(server.encode(MESSAGE, true), 1000)).toEqual(MESSAGE);
    server.release();
    const short = client.encode(MESSAGE, true);
    expect(short.length).toBeLessThan(whole.length / 4);
    expect(server.decode(short, 1000)).toEqual(MESSAGE);
    expect(server.encode(MESSAGE, true)).toEqual(whole);
  });

  it('has the threshold that it was given, and does not look at it itself', () => {
    const small = codec('client', { effort: { threshold: 1000 } });
    expect(small.threshold).toBe(1000);
    expect(inflated(small.encode(Buffer.from('x'), true))).toEqual(Buffer.from('x'));
  });

  it('leaves what it was given as it was', () => {
    const given = Buffer.from(MESSAGE);
    const payload = codec('client').encode(given, true);
    expect(given).toEqual(MESSAGE);
    const before = Buffer.from(payload);
    codec('server').decode(payload, 1000);
    expect(payload).toEqual(before);
  });
});
