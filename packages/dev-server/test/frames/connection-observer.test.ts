import { jest } from '@jest/globals';
import { PermessageDeflate } from '@ws4ts/core/protocol';
import { ConnectionObserver } from '../../src/frames/connection-observer.js';
import type { FrameNote } from '../../src/frames/frame-note.js';
import { rawFrame } from '../../src/frames/raw-frame.js';

const REQUEST = 'GET / HTTP/1.1\r\nhost: here\r\n\r\n';
const PLAIN = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
const COMPRESSED = 'HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n';

let clock = 0;

/** A client's connection after its handshake. */
function observe(response = PLAIN) {
  clock = 1000;
  const observer = new ConnectionObserver('client', () => clock);
  const notes: FrameNote[] = [];
  observer.hear((note) => notes.push(note));
  observer.sent.receive(Buffer.from(REQUEST));
  observer.received.receive(Buffer.from(response));
  return { observer, notes };
}

const text = (words: string, firstByte = 0x81) => rawFrame(firstByte, Buffer.from(words), true);
const answer = (words: string, firstByte = 0x81) => rawFrame(firstByte, Buffer.from(words), false);

test('frames of both directions are numbered and timed together', () => {
  const { observer, notes } = observe();
  clock = 1001.5;
  observer.sent.receive(text('hello'));
  clock = 1002.1234;
  observer.received.receive(answer('hi'));
  expect(notes).toEqual([
    expect.objectContaining({
      number: 1,
      direction: 'sent',
      time: 1.5,
      masked: true,
      wireLength: 11,
      payload: { text: 'hello' },
    }),
    expect.objectContaining({ number: 2, direction: 'received', time: 2.123, masked: false, payload: { text: 'hi' } }),
  ]);
  expect(observer.sentTally).toEqual({ messages: 1, bytes: 11 });
  expect(observer.receivedTally).toEqual({ messages: 1, bytes: 4 });
});

test('the heads are kept', () => {
  const { observer } = observe();
  expect(observer.sentHead).toBe(REQUEST.slice(0, -2));
  expect(observer.receivedHead).toBe(PLAIN.slice(0, -2));
});

test('a pong knows how long it took since its own ping', () => {
  const { observer, notes } = observe();
  observer.sent.receive(text('one', 0x89));
  clock = 1010;
  observer.sent.receive(text('two', 0x89));
  clock = 1030;
  observer.received.receive(answer('one', 0x8a));
  clock = 1031;
  observer.received.receive(answer('none', 0x8a));
  expect(notes.map(({ opcode, roundTrip }) => [opcode, roundTrip])).toEqual([
    ['ping', undefined],
    ['ping', undefined],
    ['pong', 30],
    ['pong', undefined],
  ]);
});

test('fragments of a text are text where they can be', () => {
  const { observer, notes } = observe();
  const euro = Buffer.from('€');
  observer.sent.receive(text('ab', 0x01));
  observer.sent.receive(rawFrame(0x00, euro.subarray(0, 1), true));
  observer.sent.receive(rawFrame(0x80, euro.subarray(1), true));
  expect(notes.map(({ opcode, final, payload }) => [opcode, final, payload])).toEqual([
    ['text', false, { text: 'ab' }],
    ['continuation', false, { base64: '4g==' }],
    ['continuation', true, { base64: 'gqw=' }],
  ]);
  expect(observer.sentTally.messages).toBe(1);
});

test('a close frame tells its code and reason', () => {
  const { observer, notes } = observe();
  observer.received.receive(rawFrame(0x88, Buffer.from('\u0003\u00e9gone', 'latin1'), false));
  expect(notes[0]).toMatchObject({ opcode: 'close', closeCode: 1001, closeReason: 'gone', payload: { text: 'gone' } });
});

test.each<[rule: string, frame: Buffer]>([
  ['the opcode is reserved', answer('bad', 0x83)],
  ['a reserved bit is set', answer('bad', 0xc1)],
  ['a frame from a server is masked', text('bad')],
  ['a text message is not UTF-8', rawFrame(0x81, Buffer.from([0xff]), false)],
  ['a continuation frame has no message', answer('bad', 0x80)],
  ['the close code may not be sent', rawFrame(0x88, Buffer.from([0, 1]), false)],
])('it says which rule is broken: %s', (rule, frame) => {
  const { observer, notes } = observe();
  observer.received.receive(frame);
  expect(notes[0]?.error).toContain(rule);
});

test('a compressed message is told inflated, at its last frame', () => {
  const { observer, notes } = observe(COMPRESSED);
  const sides = { windowBits: 15, takeover: true };
  const codec = new PermessageDeflate(
    'client',
    { client: sides, server: sides },
    { threshold: 0, level: 6, memoryLevel: 5 },
  );
  const words = 'again and again and again and again';
  const send = (firstByte: number, part: string, isFinal: boolean): number => {
    const bytes = codec.encode(Buffer.from(part), isFinal);
    observer.sent.receive(rawFrame(firstByte, bytes, true));
    return bytes.length;
  };
  const length = send(0xc1, words, true);
  send(0x41, words, false);
  send(0x80, '!', true);
  expect(notes[0]).toMatchObject({ compressed: true, length, inflatedLength: words.length, payload: { text: words } });
  expect(notes[1]).toMatchObject({ compressed: true, payload: { base64: '' } });
  expect(notes[1]).not.toHaveProperty('inflatedLength');
  expect(notes[2]).toMatchObject({ compressed: false, payload: { text: `${words}!` } });
});

test('of a long message the beginning is told, up to a whole character', () => {
  const { observer, notes } = observe();
  observer.received.receive(answer(`a${'é'.repeat(40_000)}`));
  const [{ payload, truncated, length }] = notes as [FrameNote];
  expect({ truncated, length }).toEqual({ truncated: true, length: 80_001 });
  expect(payload).toEqual({ text: `a${'é'.repeat(32_767)}` });
});

describe('whole payloads, once they are kept', () => {
  const KIB = 1024;

  function observeWhole(response = PLAIN) {
    const { observer, notes } = observe(response);
    const wholes: FrameNote[] = [];
    observer.keepWhole();
    observer.hear((_note, whole) => wholes.push(whole));
    return { observer, notes, wholes };
  }

  test('are told beside the beginning, in whatever pieces they come', () => {
    const { observer, notes, wholes } = observeWhole();
    const bytes = Buffer.from(`a${'é'.repeat(40_000)}`);
    const frame = rawFrame(0x81, bytes, true);
    for (let at = 0; at < frame.length; at += 1000) observer.sent.receive(frame.subarray(at, at + 1000));
    expect(notes).toMatchObject([{ truncated: true, payload: { text: `a${'é'.repeat(32_767)}` } }]);
    expect(wholes).toEqual([{ ...notes[0], truncated: false, payload: { text: bytes.toString() } }]);
  });

  test('of a fragment that ends within a character lose nothing', () => {
    const { observer, notes, wholes } = observeWhole();
    const bytes = Buffer.from('é'.repeat(32 * KIB + 1)).subarray(0, 64 * KIB + 1);
    observer.sent.receive(rawFrame(0x01, bytes, true));
    expect(wholes).toMatchObject([{ truncated: false, payload: { base64: bytes.toString('base64') } }]);
    expect(notes).toMatchObject([{ truncated: true, payload: { text: 'é'.repeat(32 * KIB) } }]);
  });

  test('are one and the same where they are short', () => {
    const { observer, notes, wholes } = observeWhole();
    const bytes = Buffer.alloc(64 * KIB, 0xc3);
    observer.sent.receive(rawFrame(0x82, bytes, true));
    expect(wholes[0]).toBe(notes[0]);
    expect(wholes).toMatchObject([{ truncated: false, payload: { base64: bytes.toString('base64') } }]);
  });

  test('of compressed messages are what these inflate to, until one cannot be read', () => {
    const { observer, notes, wholes } = observeWhole(COMPRESSED);
    const sides = { windowBits: 15, takeover: true };
    const effort = { threshold: 0, level: 1, memoryLevel: 5 };
    const codec = new PermessageDeflate('server', { client: sides, server: sides }, effort);
    const long = Buffer.alloc(100_000, 'long');
    const bytes = Buffer.from(codec.encode(long, true));
    observer.received.receive(rawFrame(0xc2, bytes, false));
    observer.received.receive(rawFrame(0xc2, Buffer.alloc(5), false));
    observer.received.receive(rawFrame(0xc2, bytes, false));
    const broken = { error: expect.stringContaining('cannot be inflated'), truncated: false };
    const unknown = { truncated: true, payload: { base64: '' } };
    expect(notes).toMatchObject([{ truncated: true, inflatedLength: 100_000 }, broken, unknown]);
    const whole = { truncated: false, payload: { base64: long.toString('base64') } };
    expect(wholes).toMatchObject([whole, broken, unknown]);
  });
});

test('who has stopped hearing is told nothing', () => {
  const observer = new ConnectionObserver('server');
  const told = jest.fn();
  const stop = observer.hear(told);
  observer.received.receive(text('one'));
  stop();
  observer.received.receive(text('two'));
  expect(told).toHaveBeenCalledTimes(1);
});
