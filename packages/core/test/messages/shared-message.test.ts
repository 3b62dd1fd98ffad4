import { describe, expect, it } from '@jest/globals';
import type { MessageCodec } from '../../src/extensions/extension.js';
import { SharedMessage } from '../../src/messages/shared-message.js';
import { bytes } from '../support/bytes.js';
import { expectUsageError } from '../support/expectations.js';
import { frame } from '../support/frame.js';

/** Says the bytes backwards, and counts how often it was asked to. */
class BackwardsCodec implements MessageCodec {
  encoded = 0;

  constructor(
    readonly sharedKey: string | undefined,
    readonly threshold = 0,
  ) {}

  encode(data: Uint8Array, isFinal: boolean): Buffer {
    if (!isFinal) throw new Error('a shared message is encoded whole');
    this.encoded++;
    return Buffer.from(data).reverse();
  }

  decode(): Buffer {
    throw new Error('nothing is to be decoded');
  }

  release(): void {}
}

const text = (payload: string, rsv = 0): Buffer => frame('server', { opcode: 1, rsv, payload });

describe('the frame for a connection without compression', () => {
  it('is a whole message of text or bytes', () => {
    expect(new SharedMessage('ümlaut', {}).frameFor(undefined)).toEqual(text('ümlaut'));
    expect(new SharedMessage('', {}).frameFor(undefined)).toEqual(text(''));
    const binary = frame('server', { opcode: 2, payload: bytes('00 ff') });
    expect(new SharedMessage(bytes('00 ff'), {}).frameFor(undefined)).toEqual(binary);
    expect(new SharedMessage(new Uint8Array([0, 255]).buffer, {}).frameFor(undefined)).toEqual(binary);
  });

  it('is made once', () => {
    const message = new SharedMessage('hello', {});
    expect(message.frameFor(undefined)).toBe(message.frameFor(undefined));
  });
});

describe('the bytes that a message is made of', () => {
  it('are looked at when they are needed, and copied when the message is kept', () => {
    const data = bytes('00 ff');
    const message = new SharedMessage(data, {});
    expect(message.size).toBe(2);
    data[0] = 1;
    message.keep();
    data.fill(7);
    expect(message.data).toEqual(bytes('01 ff'));
    expect(message.frameFor(undefined)).toBe(message.frameFor(undefined));
    expect(new SharedMessage('a\ud800é', {}).size).toBe(6);
  });
});

describe('the memory of a message that was dropped', () => {
  const big = (fill: number, length = 100_000): SharedMessage => new SharedMessage(Buffer.alloc(length, fill), {});
  const memory = (message: SharedMessage): ArrayBufferLike => message.frameFor(undefined)!.buffer;

  /** Some memory that the next message may have; it is asked for only to be compared. */
  function dropped(): ArrayBufferLike {
    const message = big(1);
    message.keep();
    const { buffer } = message['frame']();
    message.drop();
    return buffer;
  }

  it('is the next one’s that fits it', () => {
    const before = dropped();
    const next = big(2, 99_000);
    expect(memory(next)).toBe(before);
    expect(next.frameFor(undefined)).toEqual(frame('server', { opcode: 2, payload: Buffer.alloc(99_000, 2) }));
    expect(memory(big(3))).not.toBe(before);
  });

  it.each([50_000, 100_001])('is not that of one with %d bytes', (length) => {
    const before = dropped();
    expect(memory(big(2, length))).not.toBe(before);
  });

  it('stays its own while another keeps it, or when it is being sent', () => {
    const kept = big(1);
    kept.keep();
    kept.keep();
    kept.drop();
    expect(memory(big(2))).not.toBe(memory(kept));
    const sent = big(3);
    sent.keep();
    const before = memory(sent);
    sent.drop();
    expect(memory(big(4))).not.toBe(before);
    expect(sent.data).toEqual(Buffer.alloc(100_000, 3));
  });
});

describe('the frame for a connection with compression', () => {
  it('is marked and encoded, once for all whose codecs have a key in common', () => {
    const message = new SharedMessage('hello', {});
    const codecs = [new BackwardsCodec('a'), new BackwardsCodec('a'), new BackwardsCodec('b')];
    const frames = codecs.map((codec) => message.frameFor(codec));
    expect(frames).toEqual(Array(3).fill(text('olleh', 4)));
    expect(frames[1]).toBe(frames[0]);
    expect(frames[2]).not.toBe(frames[0]);
    expect(codecs.map(({ encoded }) => encoded)).toEqual([1, 0, 1]);
    expect(codecs.map((codec) => message.frameFor(codec))).toEqual(frames);
    expect(codecs.map(({ encoded }) => encoded)).toEqual([1, 0, 1]);
  });

  it('is left to each connection whose messages depend on those before', () => {
    const codec = new BackwardsCodec(undefined);
    expect(new SharedMessage('hello', {}).frameFor(codec)).toBeUndefined();
    expect(codec.encoded).toBe(0);
  });

  it.each([undefined, 'a'])('is the plain one below the threshold: key %p', (key) => {
    const codec = new BackwardsCodec(key, 6);
    const message = new SharedMessage('hello', {});
    expect(message.frameFor(codec)).toEqual(text('hello'));
    expect(message.frameFor(codec)).toBe(message.frameFor(undefined));
    expect(codec.encoded).toBe(0);
  });

  it('counts bytes for the threshold', () => {
    const codec = new BackwardsCodec('a', 6);
    expect(new SharedMessage('ééé', {}).frameFor(codec)?.[0]).toBe(0xc1);
    expect(codec.encoded).toBe(1);
  });

  it.each([undefined, 'a'])('is the plain one when the message may not be compressed: key %p', (key) => {
    const codec = new BackwardsCodec(key);
    const message = new SharedMessage('hello', { compress: false });
    expect(message.frameFor(codec)).toBe(message.frameFor(undefined));
    expect(codec.encoded).toBe(0);
  });

  it('is encoded when the message is said to be compressed', () => {
    expect(new SharedMessage('hello', { compress: true }).frameFor(new BackwardsCodec('a'))).toEqual(text('olleh', 4));
  });
});

describe('a shared message', () => {
  it('keeps what it was made of, for connections that make their own frame', () => {
    const options = { compress: false };
    const message = new SharedMessage('hello', options);
    expect(message.data).toBe('hello');
    expect(message.options).toBe(options);
  });

  it('refuses at once what cannot be sent', () => {
    expectUsageError(() => new SharedMessage(5 as unknown as string, {}), 'WS_USAGE_DATA');
  });
});
