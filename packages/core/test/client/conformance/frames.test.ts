// A client judged by the frames of a server (§5 to §8, RFC 7692 §6): what it takes, and by which close code it fails the connection.
import { afterEach, describe, expect, it } from '@jest/globals';
import { bytes } from '../../support/bytes.js';
import { CLOSE, closePayload, PING, PONG, serversFrame, TEXT } from '../../support-connection/raw-peer.js';
import { hear } from '../../support-client/hearing.js';
import { closeServers } from '../../support-client/servers.js';

afterEach(closeServers);

const END = serversFrame(CLOSE, closePayload(1000));
const join = (...frames: Uint8Array[]): Buffer => Buffer.concat(frames);
const text = (payload: string): Buffer => serversFrame(TEXT, payload);
/** A text message of bytes that need not be UTF-8. */
const raw = (hex: string): Buffer => serversFrame(TEXT, bytes(hex));

describe('a client takes', () => {
  const sizes = [0, 1, 125, 126, 127, 65_535, 65_536];
  it.each<[string, Buffer, (string | Buffer)[]]>([
    ...sizes.map((size): [string, Buffer, string[]] => [
      `a text of ${size} bytes`,
      text('x'.repeat(size)),
      ['x'.repeat(size)],
    ]),
    ...sizes.map((size): [string, Buffer, Buffer[]] => [
      `${size} bytes`,
      serversFrame(0x82, Buffer.alloc(size, 0xff)),
      [Buffer.alloc(size, 0xff)],
    ]),
    ["the RFC's fragments (§5.7)", bytes('01 03 48 65 6c 80 02 6c 6f'), ['Hello']],
    ['fragments, the empty ones too', bytes('01 00 00 00 00 01 61 00 00 80 00'), ['a']],
    ['fragments of bytes', bytes('02 01 ff 80 01 fe'), [bytes('ff fe')]],
    ['a character over three fragments', bytes('01 01 e2 00 01 82 80 01 ac'), ['€']],
    ['messages behind each other', join(text('a'), raw(''), text('b')), ['a', '', 'b']],
    ['the last characters of each length', raw('7f dfbf ed9fbf efbfbf f48fbfbf'), ['\x7f\u07ff\ud7ff\uffff\u{10ffff}']],
    ['a byte order mark as a character', raw('ef bb bf 61'), ['\ufeffa']],
    ['a pong that nobody asked for', join(serversFrame(PONG, 'what?'), text('a')), ['a']],
  ])('%s', async (_what, frames, messages) => {
    const heard = await hear({ frames: join(frames, END) });
    expect(heard).toMatchObject({ messages, closeCode: 1000, closeReason: '' });
    expect(heard.said).toEqual([{ first: CLOSE, isMasked: true, payload: closePayload(1000) }]);
  });

  it.each([0, 1, 125])('a ping of %d bytes, within a message too, and gives them back', async (size) => {
    const ping = serversFrame(PING, Buffer.alloc(size, 0xfe));
    const frames = join(ping, bytes('01 01 61'), ping, bytes('80 01 62'), END);
    const { messages, said } = await hear({ frames });
    expect(messages).toEqual(['ab']);
    const pong = { first: PONG, isMasked: true, payload: Buffer.alloc(size, 0xfe) };
    expect(said).toEqual([pong, pong, { first: CLOSE, isMasked: true, payload: closePayload(1000) }]);
  });

  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])(
    'the close code %d, and echoes it',
    async (code) => {
      const frames = join(text('a'), serversFrame(CLOSE, closePayload(code, 'κόσμε')), text('after'), bytes('ff ff'));
      const heard = await hear({ frames });
      expect(heard).toMatchObject({ messages: ['a'], closeCode: code, closeReason: 'κόσμε' });
      expect(heard.said).toEqual([{ first: CLOSE, isMasked: true, payload: closePayload(code) }]);
    },
  );

  it('a close frame without a code', async () => {
    const heard = await hear({ frames: serversFrame(CLOSE) });
    expect(heard).toMatchObject({ closeCode: 1005, closeReason: '' });
    expect(heard.said).toEqual([{ first: CLOSE, isMasked: true, payload: Buffer.alloc(0) }]);
  });

  it.each([
    ['nothing', ''],
    ['the head of a frame', '81'],
    ['a part of a message', '81 05 48 65'],
    ['a fragment', '01 01 61'],
  ])('an end without a close frame, behind %s, as 1006', async (_what, hex) => {
    expect(await hear({ frames: bytes(hex) })).toMatchObject({ messages: [], closeCode: 1006 });
  });
});

describe('a client fails the connection', () => {
  const masked = '00 00 00 00';
  const hexByte = (value: number): string => value.toString(16).padStart(2, '0');
  it.each<[number, string, string]>([
    [1002, 'masked text', `81 81 ${masked} 61`],
    [1002, 'a masked ping', `89 80 ${masked}`],
    [1002, 'a masked close frame', `88 80 ${masked}`],
    ...[1, 2, 3, 4, 5, 6, 7].flatMap((bits) =>
      [0x81, 0x01, 0x89, 0x88].map((first): [number, string, string] => [
        1002,
        `reserved bits ${bits} on ${hexByte(first)}`,
        `${hexByte(first | (bits << 4))} 00`,
      ]),
    ),
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [number, string, string] => [
      1002,
      `the opcode ${opcode}`,
      `${hexByte(0x80 | opcode)} 00`,
    ]),
    [1002, 'a fragment of a ping', '09 00'],
    [1002, 'a fragment of a pong', '0a 00'],
    [1002, 'a fragment of a close frame', '08 00'],
    [1002, 'a ping of 126 bytes', `89 7e 00 7e ${'61'.repeat(126)}`],
    [1002, 'a close frame of 126 bytes', `88 7e 00 7e 03 e8 ${'61'.repeat(124)}`],
    [1002, '125 bytes with a length of two', `82 7e 00 7d ${'61'.repeat(125)}`],
    [1002, '65535 bytes with a length of eight', '82 7f 00 00 00 00 00 00 ff ff'],
    [1002, 'a length with its highest bit', '82 7f 80 00 00 00 00 00 00 00'],
    [1002, 'a continuation behind a whole message', '80 01 61'],
    [1002, 'a fragment that continues nothing', '00 01 61'],
    [1002, 'a text within a message', '01 01 61 81 01 62'],
    [1002, 'bytes within a message', '01 01 61 02 01 62'],
    [1002, 'a close payload of one byte', '88 01 03'],
    ...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(
      (code): [number, string, string] => [
        1002,
        `the close code ${code}`,
        `88 02 ${code.toString(16).padStart(4, '0')}`,
      ],
    ),
    ...['ff', '80', 'c3', 'c080', 'e08080', 'eda080', 'edbfbf', 'f08080af', 'f4908080', 'f880808080', 'e282'].map(
      (utf8): [number, string, string] => [1007, `the text ${utf8}`, `81 ${hexByte(utf8.length / 2)} ${utf8}`],
    ),
    [1007, 'half a character at the end of fragments', '01 01 e2 80 01 82'],
    [1007, 'a broken character over two fragments', '01 01 e2 80 01 28'],
    [1007, 'a reason that is not UTF-8', '88 04 03 e8 c3 28'],
    [1009, 'a message of 21 bytes', `82 15 ${'00'.repeat(21)}`],
    [1009, 'one that is announced', '82 7f 00 00 00 00 00 10 00 00'],
    [1009, 'fragments of 21 bytes together', `02 14 ${'00'.repeat(20)} 00 00 80 01 00`],
  ])('with %d for %s', async (closeCode, _what, hex) => {
    const options = { maxMessageSize: closeCode === 1009 ? 20 : 1_000_000 };
    const heard = await hear({ options, frames: join(text('before'), bytes(hex), text('behind'), END) });
    expect(heard.messages).toEqual(['before']);
    expect(heard.closeCode).toBe(closeCode);
    expect(heard.said).toHaveLength(1);
    expect(heard.said[0]).toMatchObject({ first: CLOSE, isMasked: true });
    expect(heard.said[0]!.payload.readUInt16BE()).toBe(closeCode);
  });
});

describe('a client that compresses', () => {
  const extensions = 'permessage-deflate';
  const hello = bytes('c1 07 f2 48 cd c9 c9 07 00');

  it.each<[string, Buffer, string[]]>([
    ['a message', hello, ['Hello']],
    ['one that is not compressed', text('plain'), ['plain']],
    ['one that refers to the last', join(hello, bytes('c1 05 f2 00 11 00 00')), ['Hello', 'Hello']],
    ['fragments, with a ping between', bytes('41 03 f2 48 cd 89 00 80 04 c9 c9 07 00'), ['Hello']],
    ['an empty one, and one of no bytes', bytes('c1 01 00 c1 00'), ['', '']],
    ['a final block, and one behind it', join(bytes('c1 08 f3 48 cd c9 c9 07 00 00'), hello), ['Hello', 'Hello']],
    ['a tail that was left on', join(bytes('c1 0b f2 48 cd c9 c9 07 00 00 00 ff ff'), hello), ['Hello', 'Hello']],
  ])('takes %s', async (_what, frames, messages) => {
    expect(await hear({ extensions, frames: join(frames, END) })).toMatchObject({ messages, closeCode: 1000 });
  });

  it.each<[number, string, string]>([
    [1002, 'RSV1 on a continuation', '41 03 f2 48 cd c0 04 c9 c9 07 00'],
    [1002, 'RSV1 on a ping', 'c9 00'],
    [1002, 'RSV1 on a close frame', 'c8 00'],
    [1002, 'RSV2 beside it', 'e1 01 00'],
    [1007, 'broken data', 'c1 03 ff ff ff'],
    [1007, 'data that breaks off', 'c1 03 f2 48 cd'],
    [1007, 'a text that inflates to what is not UTF-8', 'c1 08 00 02 00 fd ff c3 28 00'],
    [1009, 'a message that inflates to 21 bytes', `c1 1b 00 15 00 ea ff ${'61'.repeat(21)} 00`],
  ])('fails with %d for %s', async (closeCode, _what, hex) => {
    const options = { maxMessageSize: closeCode === 1009 ? 20 : 1000 };
    const heard = await hear({ extensions, options, frames: join(hello, bytes(hex), hello, END) });
    expect(heard).toMatchObject({ messages: ['Hello'], closeCode });
    expect(heard.said.map(({ first, payload }) => [first, payload.readUInt16BE()])).toEqual([[CLOSE, closeCode]]);
  });
});
