// Whole frames that are legal: every payload size that changes the header, every key (§5.2, §5.3, §5.6).
import type { ConformanceCase } from '../../conformance-case.js';
import { binary, continuation, filler, frame, hex, opcodes, text } from '../../wire/client-frame.js';
import { echoes, echoesBinary, needsMessageSize, script } from '../script.js';

const sizes = [0, 125, 126, 127, 128, 65535, 65536];

/** Chapters 1.1 and 1.2: the sizes whole, and the largest again in chops of 997 bytes. */
const payloadSizes = [opcodes.text, opcodes.binary].flatMap((opcode) =>
  [...sizes, 65536].map((size, at) => {
    const chopped = at === sizes.length;
    const payload = filler(size, opcode);
    return script({
      id: `1.${opcode}.${at + 1}`,
      section: '§5.6',
      says: `a ${opcode === opcodes.text ? 'text' : 'binary'} message of ${size} bytes${chopped ? ' in chops' : ''} comes back`,
      needs: needsMessageSize(size),
      send: [frame({ opcode, payload })],
      cut: chopped ? 997 : 'whole',
      expect: [opcode === opcodes.text ? echoes(payload) : echoesBinary(payload)],
    });
  }),
);

const everySize: ConformanceCase = {
  id: 'frames.sizes.0-300',
  section: '§5.2',
  says: 'messages of every size from 0 to 300 bytes come back as they were',
  async run(server) {
    const peer = await server.open();
    for (let size = 0; size <= 300; size++) {
      const payload = filler(size, opcodes.binary);
      peer.send(binary(payload));
      await peer.expectMessage(opcodes.binary, payload);
    }
    await peer.closeCleanly();
  },
};

const nearPowers = [255, 256, 257, 1023, 1024, 1025, 4095, 4097, 16384, 32767, 32768, 65534, 65537, 131072, 262144].map(
  (size) =>
    script({
      id: `frames.size.${size}`,
      section: '§5.2',
      says: `a binary message of ${size} bytes comes back`,
      needs: needsMessageSize(size),
      send: [binary(filler(size, opcodes.binary))],
      expect: [echoesBinary(filler(size, opcodes.binary))],
    }),
);

const maskingKeys: readonly (readonly [name: string, key: string])[] = [
  ['zeros', '00000000'],
  ['ones', 'ffffffff'],
  ['one-bit', '00000001'],
  ['high-bits', '80808080'],
  ['one-byte', '00ff0000'],
  ['rfc-example', '37fa213d'],
];

const keys = maskingKeys.map(([name, key]): ConformanceCase => {
  return {
    id: `frames.mask.${name}`,
    section: '§5.3',
    says: `payloads of every length modulo 4 are unmasked with the key ${key}`,
    async run(server) {
      const peer = await server.open();
      for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 125, 126, 1000, 4099]) {
        const payload = filler(size, opcodes.binary);
        peer.send(binary(payload, { maskingKey: hex(key) }));
        await peer.expectMessage(opcodes.binary, payload);
      }
      await peer.closeCleanly();
    },
  };
});

const maskedToSomethingElse = [
  script({
    id: 'frames.mask.looks-like-frames',
    section: '§5.3',
    says: 'masked bytes that look like frames are payload',
    send: [binary(hex('88 80 00 00 00 00 89 80 00 00 00 00'), { maskingKey: hex('00000000') })],
    expect: [echoesBinary(hex('88 80 00 00 00 00 89 80 00 00 00 00'))],
  }),
  script({
    id: 'frames.mask.utf8-after-unmasking',
    section: '§5.3',
    says: 'text is judged after it is unmasked, not before',
    send: [text('plain ASCII', { maskingKey: hex('ff fe fd fc') })],
    expect: [echoes('plain ASCII')],
  }),
  script({
    id: 'frames.mask.key-per-frame',
    section: '§5.3',
    says: 'each fragment has its own key, and the key starts anew with each',
    send: [
      text('abcde', { final: false, maskingKey: hex('01020304') }),
      continuation('fghij', { final: false, maskingKey: hex('f1f2f3f4') }),
      continuation('klmno', { maskingKey: hex('00000000') }),
    ],
    expect: [echoes('abcdefghijklmno')],
  }),
];

/** §5.7, as a client sends them. */
const rfcExamples = [
  script({
    id: 'frames.rfc.masked-hello',
    section: '§5.7',
    says: 'the masked "Hello" of the RFC is understood',
    send: [hex('81 85 37 fa 21 3d 7f 9f 4d 51 58')],
    expect: [echoes('Hello')],
  }),
  script({
    id: 'frames.rfc.masked-pong',
    section: '§5.7',
    says: 'the masked pong of the RFC is understood and unanswered',
    send: [hex('8a 85 37 fa 21 3d 7f 9f 4d 51 58')],
    expect: [(peer) => peer.expectAlive()],
  }),
  script({
    id: 'frames.rfc.256-bytes',
    section: '§5.7',
    says: '256 bytes are read by a 16-bit length (82 FE 0100)',
    send: [hex('82 fe 01 00 00 00 00 00'), filler(256, opcodes.binary)],
    expect: [echoesBinary(filler(256, opcodes.binary))],
  }),
  script({
    id: 'frames.rfc.64-KiB',
    section: '§5.7',
    says: '64 KiB are read by a 64-bit length (82 FF 0000000000010000)',
    needs: needsMessageSize(65536),
    send: [hex('82 ff 00 00 00 00 00 01 00 00 00 00 00 00'), filler(65536, opcodes.binary)],
    expect: [echoesBinary(filler(65536, opcodes.binary))],
  }),
];

const kinds: ConformanceCase = {
  id: 'frames.kinds-alternate',
  section: '§5.6',
  says: 'text comes back as text and binary as binary, whatever came before',
  async run(server) {
    const peer = await server.open();
    for (let round = 0; round < 20; round++) {
      const [opcode, payload] =
        round % 3 ? [opcodes.text, Buffer.from(`text ${round}`)] : [opcodes.binary, hex('c0 ff')];
      peer.send(frame({ opcode, payload }));
      await peer.expectMessage(opcode, payload);
    }
    await peer.closeCleanly();
  },
};

export const frames: readonly ConformanceCase[] = [
  ...payloadSizes,
  everySize,
  ...nearPowers,
  ...keys,
  ...maskedToSomethingElse,
  ...rfcExamples,
  kinds,
];
