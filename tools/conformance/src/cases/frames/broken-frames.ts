// Frames that break §5.1, §5.2 or §5.5: the server fails the connection, and takes nothing that follows.
import type { ConformanceCase } from '../../conformance-case.js';
import { binary, close, continuation, filler, frame, hex, opcodes, ping, pong, text } from '../../wire/client-frame.js';
import { echoes, fails, script } from '../script.js';

const hello = 'Hello, world!';

/** Chapter 3: reserved bits. */
const reservedBits = [
  script({
    id: '3.1',
    section: '§5.2',
    says: 'a text frame with RSV3 fails the connection',
    send: [text(hello, { rsv: 1 })],
    expect: [fails(1002)],
  }),
  ...(['whole', 'frames', 1] as const).map((cut, at) =>
    script({
      id: `3.${at + 2}`,
      section: '§5.2',
      says: `good text comes back, then text with RSV ${at + 2} fails and the ping has no pong (cut: ${cut})`,
      send: [text(hello), text(hello, { rsv: at + 2 }), ping()],
      cut,
      expect: [echoes(hello), fails(1002)],
    }),
  ),
  script({
    id: '3.5',
    section: '§5.2',
    says: 'a binary frame with RSV 5 fails the connection',
    send: [binary(hex('00 ff fe fd fc fb 00 ff'), { rsv: 5 })],
    expect: [fails(1002)],
  }),
  script({
    id: '3.6',
    section: '§5.2',
    says: 'a ping with RSV 6 fails the connection',
    send: [ping(hello, { rsv: 6 })],
    expect: [fails(1002)],
  }),
  script({
    id: '3.7',
    section: '§5.2',
    says: 'a close frame with RSV 7 fails the connection',
    send: [close(1000, '', { rsv: 7 })],
    expect: [fails(1002)],
  }),
];

const named = Object.entries(opcodes);

const everyReservedBit = named.flatMap(([name, opcode]) =>
  [1, 2, 3, 4, 5, 6, 7].map((rsv) =>
    script({
      id: `frames.rsv.${name}.${rsv}`,
      section: '§5.2',
      says: `RSV ${rsv} on a ${name} frame fails the connection: no extension was agreed that gives it a meaning`,
      send: [...(opcode === opcodes.continuation ? [text('a', { final: false })] : []), frame({ opcode, rsv })],
      expect: [fails(1002)],
    }),
  ),
);

/** Chapter 4: reserved opcodes, alone and after a good message. */
const reservedOpcodes = [3, 11].flatMap((first) =>
  [0, 1, 2, 3, 4].map((at) => {
    const opcode = first + at;
    const bad = frame({ opcode, payload: at === 0 || at === 2 ? '' : 'reserved opcode payload' });
    return script({
      id: `4.${first === 3 ? 1 : 2}.${at + 1}`,
      section: '§5.2',
      says: `the reserved opcode ${opcode} fails the connection${at < 2 ? '' : ' after a good message'}`,
      send: at < 2 ? [bad] : [text(hello), bad, ping()],
      cut: at === 4 ? 1 : 'whole',
      expect: at < 2 ? [fails(1002)] : [echoes(hello), fails(1002)],
    });
  }),
);

const reserved = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];

const moreReservedOpcodes = reserved.flatMap((opcode) => [
  script({
    id: `frames.opcode.${opcode}.not-final`,
    section: '§5.2',
    says: `the reserved opcode ${opcode} without FIN fails the connection`,
    send: [frame({ opcode, final: false, payload: 'x' })],
    expect: [fails(1002)],
  }),
  script({
    id: `frames.opcode.${opcode}.inside-message`,
    section: '§5.2',
    says: `the reserved opcode ${opcode} between two fragments fails the connection`,
    send: [text('a', { final: false }), frame({ opcode }), continuation('b')],
    expect: [fails(1002)],
  }),
]);

/** §5.1: "a client MUST mask all frames"; "The server MUST close the connection upon receiving a frame that is not masked." */
const unmasked = [
  ...named.map(([name, opcode]) =>
    script({
      id: `frames.unmasked.${name}`,
      section: '§5.1',
      says: `a ${name} frame without a mask fails the connection`,
      send: [
        ...(opcode === opcodes.continuation ? [text('a', { final: false })] : []),
        frame({ opcode, maskingKey: false, payload: opcode === opcodes.close ? hex('03e8') : 'x' }),
      ],
      expect: [fails(1002)],
    }),
  ),
  ...named
    .filter(([, opcode]) => opcode !== opcodes.continuation)
    .map(([name, opcode]) =>
      script({
        id: `frames.unmasked.empty-${name}`,
        section: '§5.1',
        says: `an empty ${name} frame without a mask fails the connection too`,
        send: [frame({ opcode, maskingKey: false })],
        expect: [fails(1002)],
      }),
    ),
  ...[200, 70_000].map((size) =>
    script({
      id: `frames.unmasked.${size}-bytes`,
      section: '§5.1',
      says: `${size} bytes without a mask fail the connection`,
      send: [binary(filler(size), { maskingKey: false })],
      expect: [fails(1002)],
    }),
  ),
  script({
    id: 'frames.unmasked.second',
    section: '§5.1',
    says: 'a masked frame comes back, the unmasked one after it fails the connection',
    send: [text(hello), text(hello, { maskingKey: false })],
    expect: [echoes(hello), fails(1002)],
  }),
];

/** §5.2: "in all cases, the minimal number of bytes MUST be used to encode the length". */
const longLengths: readonly (readonly [bits: 16 | 64, length: number])[] = [
  [16, 0],
  [16, 1],
  [16, 125],
  [64, 0],
  [64, 1],
  [64, 125],
  [64, 126],
  [64, 65535],
];

const notMinimal = longLengths.flatMap(([lengthBits, length]) =>
  [opcodes.text, opcodes.binary].map((opcode) =>
    script({
      id: `frames.length.${length}-in-${lengthBits}-bits.${opcode === opcodes.text ? 'text' : 'binary'}`,
      section: '§5.2',
      says: `a length of ${length} written in ${lengthBits} bits fails the connection`,
      send: [frame({ opcode, payload: filler(length), lengthBits })],
      expect: [fails(1002)],
    }),
  ),
);

const notMinimalElsewhere = [
  ...[16, 64].flatMap((bits) =>
    [ping, pong].map((make, at) =>
      script({
        id: `frames.length.5-in-${bits}-bits.${at ? 'pong' : 'ping'}`,
        section: '§5.5',
        says: `a control frame with a ${bits}-bit length fails the connection, small as its payload is`,
        send: [make('12345', { lengthBits: bits as 16 | 64 })],
        expect: [fails(1002)],
      }),
    ),
  ),
  script({
    id: 'frames.length.2-in-16-bits.close',
    section: '§5.5',
    says: 'a close frame with a 16-bit length fails the connection',
    send: [close(1000, '', { lengthBits: 16 })],
    expect: [fails(1002)],
  }),
  script({
    id: 'frames.length.3-in-16-bits.continuation',
    section: '§5.2',
    says: 'a continuation with a longer length field than it needs fails the connection',
    send: [text('a', { final: false }), continuation('bcd', { lengthBits: 16 })],
    expect: [fails(1002)],
  }),
];

/** §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented." */
const controls: readonly (readonly [string, number])[] = named.filter(([, opcode]) => opcode >= 8);

const brokenControls = controls.flatMap(([name, opcode]) => [
  ...[126, 127, 1000, 65535, 65536].map((size) =>
    script({
      id: `frames.control.${name}.${size}-bytes`,
      section: '§5.5',
      says: `a ${name} frame of ${size} bytes fails the connection`,
      send: [
        frame({
          opcode,
          payload: opcode === opcodes.close ? Buffer.concat([hex('03e8'), filler(size - 2)]) : filler(size),
        }),
      ],
      expect: [fails(1002)],
    }),
  ),
  script({
    id: `frames.control.${name}.not-final`,
    section: '§5.5',
    says: `a ${name} frame without FIN fails the connection`,
    send: [frame({ opcode, final: false, payload: opcode === opcodes.close ? hex('03e8') : 'x' })],
    expect: [fails(1002)],
  }),
  script({
    id: `frames.control.${name}.fragmented-inside-message`,
    section: '§5.5',
    says: `a ${name} frame without FIN between two fragments fails the connection`,
    send: [text('a', { final: false }), frame({ opcode, final: false }), continuation('b')],
    expect: [fails(1002)],
  }),
]);

export const brokenFrames: readonly ConformanceCase[] = [
  ...reservedBits,
  ...everyReservedBit,
  ...reservedOpcodes,
  ...moreReservedOpcodes,
  ...unmasked,
  ...notMinimal,
  ...notMinimalElsewhere,
  ...brokenControls,
];
