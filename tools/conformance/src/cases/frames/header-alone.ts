// What a server can refuse when it has read the header and no byte of the payload. A server that waits for the payload
// lets a stranger decide how long a broken connection lives and how much memory it takes (§10.4).
import type { ConformanceCase } from '../../conformance-case.js';
import { binary, close, continuation, filler, frame, hex, opcodes, text } from '../../wire/client-frame.js';
import { echoes, echoesBinary, fails, script } from '../script.js';

interface Vector {
  readonly name: string;
  readonly says: string;
  readonly bytes: string;
  readonly codes?: readonly number[];
}

/** The key is left out wherever two bytes, or the length field, decide. */
const vectors: readonly Vector[] = [
  { name: 'rsv', says: 'a reserved bit is refused', bytes: 'c1 85' },
  { name: 'reserved-data-opcode', says: 'a reserved data opcode is refused', bytes: '83 85' },
  { name: 'reserved-control-opcode', says: 'a reserved control opcode is refused', bytes: '8b 85' },
  { name: 'unmasked', says: 'a frame without a mask is refused', bytes: '81 05' },
  { name: 'unmasked-16', says: 'a frame without a mask and with a 16-bit length is refused', bytes: '81 7e 01 00' },
  { name: 'ping-126', says: 'a ping with a 16-bit length is refused', bytes: '89 fe 00 7e' },
  { name: 'ping-127', says: 'a ping with a 64-bit length is refused', bytes: '89 ff 00 00 00 00 00 01 00 00' },
  { name: 'ping-not-final', says: 'a ping without FIN is refused', bytes: '09 85' },
  {
    name: 'close-1',
    says: 'a close frame that announces a body of one byte is refused',
    bytes: '88 81 00 00 00 00 00',
  },
  { name: 'continuation', says: 'a continuation of nothing is refused', bytes: '80 85' },
  { name: 'continuation-not-final', says: 'a first continuation of nothing is refused', bytes: '00 85' },
  { name: 'text-inside-text', says: 'a new text inside a text is refused', bytes: '01 81 00 00 00 00 61 81 85' },
  { name: 'not-minimal-16', says: 'a 16-bit length of 125 is refused', bytes: '82 fe 00 7d' },
  { name: 'not-minimal-64', says: 'a 64-bit length of 65535 is refused', bytes: '82 ff 00 00 00 00 00 00 ff ff' },
  { name: 'top-bit', says: '"the most significant bit MUST be 0"', bytes: '82 ff 80 00 00 00 00 00 00 05' },
  { name: 'top-bit-all-ones', says: 'a 64-bit length of ones is refused', bytes: '82 ff ff ff ff ff ff ff ff ff' },
  { name: 'top-bit-text', says: 'the top bit is refused on text too', bytes: '81 ff 80 00 00 00 00 00 ff ff' },
];

const onTheHeader = vectors.map(({ name, says, bytes, codes = [1002] }) =>
  script({
    id: `header.${name}`,
    section: name.startsWith('text') || name.startsWith('cont') ? '§5.4' : name.startsWith('ping') ? '§5.5' : '§5.2',
    says: `${says}, before any payload`,
    send: [hex(bytes)],
    expect: [fails(...codes)],
  }),
);

/** §10.4, §7.4.1: 1009 "indicates that an endpoint is terminating the connection because it has received a message that is too big". */
const sizes: readonly (readonly [name: string, length: bigint])[] = [
  ['2^30', 1n << 30n],
  ['2^31-1', (1n << 31n) - 1n],
  ['2^31', 1n << 31n],
  ['2^32-1', (1n << 32n) - 1n],
  ['2^32', 1n << 32n],
  ['2^32+5', (1n << 32n) + 5n],
  ['2^53-1', (1n << 53n) - 1n],
  ['2^53', 1n << 53n],
  ['2^62', 1n << 62n],
  ['2^63-1', (1n << 63n) - 1n],
];

const announced = sizes.flatMap(([name, length]) =>
  [opcodes.text, opcodes.binary].map((opcode) =>
    script({
      id: `header.announced.${name}.${opcode === opcodes.text ? 'text' : 'binary'}`,
      section: '§10.4',
      says: `a frame that announces ${name} bytes is refused with 1009 on its header`,
      send: [frame({ opcode, announced: length })],
      expect: [fails(1009)],
    }),
  ),
);

const limit = (says: string, id: string, run: ConformanceCase['run']): ConformanceCase => {
  return {
    id: `limits.${id}`,
    section: '§10.4',
    says,
    needs: ({ maxMessageSize }) =>
      maxMessageSize > 16 * 1024 * 1024 ? 'the limit is too far away for this case' : undefined,
    run,
  };
};

const atTheLimit: readonly ConformanceCase[] = [
  limit('a message of exactly the largest size comes back', 'exactly', async (server) => {
    const peer = await server.open();
    const payload = filler(server.settings.maxMessageSize, opcodes.binary);
    peer.send(binary(payload));
    await peer.expectMessage(opcodes.binary, payload);
    await peer.closeCleanly();
  }),
  limit('a frame that announces one byte too many is refused with 1009 on its header', 'one-more', async (server) => {
    const peer = await server.open();
    peer.send(binary('', { announced: server.settings.maxMessageSize + 1 }));
    await peer.expectFailure(1009);
  }),
  limit('a message of exactly the largest size in two fragments comes back', 'fragments.exactly', async (server) => {
    const peer = await server.open();
    const payload = filler(server.settings.maxMessageSize);
    peer.send(text(payload.subarray(0, 100), { final: false }), continuation(payload.subarray(100)));
    await peer.expectMessage(opcodes.text, payload);
    await peer.closeCleanly();
  }),
  limit(
    'the fragment that exceeds the limit is refused with 1009 on its header',
    'fragments.one-more',
    async (server) => {
      const peer = await server.open();
      const payload = filler(server.settings.maxMessageSize);
      peer.send(text(payload, { final: false }), continuation('', { announced: 1 }));
      await peer.expectFailure(1009);
    },
  ),
  limit(
    'many small fragments that exceed the limit together are refused with 1009',
    'fragments.many',
    async (server) => {
      const peer = await server.open();
      const part = filler(4096);
      peer.send(binary(part, { final: false }));
      const count = Math.ceil(server.settings.maxMessageSize / part.length) + 1;
      for (let at = 0; at < count; at++) peer.send(continuation(part, { final: false }));
      await peer.expectFailure(1009);
    },
  ),
  limit('the limit is for one message: two of more than half of it come back', 'each-message', async (server) => {
    const peer = await server.open();
    const payload = filler(Math.ceil(server.settings.maxMessageSize * 0.6), opcodes.binary);
    peer.send(binary(payload), binary(payload));
    await peer.expectMessage(opcodes.binary, payload);
    await peer.expectMessage(opcodes.binary, payload);
    await peer.closeCleanly();
  }),
];

const hello = text('Hello');

const notTooEarly = [
  script({
    id: 'header.waits-for-payload',
    section: '§5.2',
    says: 'a good header without its payload is no error: a payload that comes later completes it',
    send: [hello.subarray(0, 6), hello.subarray(6)],
    cut: 'frames',
    expect: [echoes('Hello')],
  }),
  script({
    id: 'header.after-close',
    section: '§5.5.1',
    says: 'a frame after our close frame is not judged any more: the closing handshake is done',
    send: [close(1000), hex('c1 85')],
    expect: [
      async (peer) => {
        await peer.expectClose([1000]);
        await peer.expectEnd();
      },
    ],
  }),
  script({
    id: 'header.messages-before',
    section: '§7.1.7',
    says: 'messages that came before the bad header are delivered',
    send: [text('one'), binary('two'), text('three'), hex('c1 85')],
    expect: [echoes('one'), echoesBinary('two'), echoes('three'), fails(1002)],
  }),
];

export const headerAlone: readonly ConformanceCase[] = [...onTheHeader, ...announced, ...atTheLimit, ...notTooEarly];
