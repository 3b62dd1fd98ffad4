// Chapters 9 and 10: messages up to 16 MiB, whole, in fragments and in chops; many messages in a row.
import type { ConformanceCase } from '../../conformance-case.js';
import { filler, frame, fragments, opcodes, pieces } from '../../wire/client-frame.js';
import { echoes, needsMessageSize, script } from '../script.js';

const KiB = 1024;
const MiB = 1024 * KiB;
const kinds = [opcodes.text, opcodes.binary];
const nameOf = (opcode: number) => (opcode === opcodes.text ? 'text' : 'binary');

const heavy = { section: '§5.6', alone: true, timeout: 100_000 };

const whole = kinds.flatMap((opcode, kind) =>
  [64 * KiB, 256 * KiB, MiB, 4 * MiB, 8 * MiB, 16 * MiB].map((size, at): ConformanceCase => {
    return {
      ...heavy,
      id: `9.${kind + 1}.${at + 1}`,
      says: `a ${nameOf(opcode)} message of ${size / KiB} KiB comes back`,
      needs: needsMessageSize(size),
      async run(server) {
        const peer = await server.open();
        const payload = filler(size, opcode);
        peer.send(frame({ opcode, payload }));
        await peer.expectMessage(opcode, payload);
        await peer.closeCleanly();
      },
    };
  }),
);

const inFragments = kinds.flatMap((opcode, kind) =>
  [64, 256, KiB, 4 * KiB, 16 * KiB, 64 * KiB, 256 * KiB, MiB, 4 * MiB].map((size, at): ConformanceCase => {
    return {
      ...heavy,
      id: `9.${kind + 3}.${at + 1}`,
      says: `a ${nameOf(opcode)} message of 4 MiB in fragments of ${size} bytes comes back`,
      needs: needsMessageSize(4 * MiB),
      async run(server) {
        const peer = await server.open();
        peer.inbox.patience *= 4;
        const payload = filler(4 * MiB, opcode);
        peer.send(...fragments(opcode, pieces(payload, size)));
        await peer.expectMessage(opcode, payload);
        await peer.closeCleanly();
      },
    };
  }),
);

const inChops = kinds.flatMap((opcode, kind) =>
  [64, 128, 256, 512, KiB, 2 * KiB].map((size, at): ConformanceCase => {
    return {
      ...heavy,
      id: `9.${kind + 5}.${at + 1}`,
      says: `a ${nameOf(opcode)} message of 1 MiB in chops of ${size} bytes comes back`,
      needs: needsMessageSize(MiB),
      async run(server) {
        const peer = await server.open();
        const payload = filler(MiB, opcode);
        await peer.sendPieces(frame({ opcode, payload }), size);
        await peer.expectMessage(opcode, payload);
        await peer.closeCleanly();
      },
    };
  }),
);

const roundTrips = kinds.flatMap((opcode, kind) =>
  [0, 16, 64, 256, KiB, 4 * KiB].map((size, at): ConformanceCase => {
    return {
      ...heavy,
      id: `9.${kind + 7}.${at + 1}`,
      says: `1,000 ${nameOf(opcode)} messages of ${size} bytes, one after the other, come back`,
      async run(server) {
        const peer = await server.open();
        const payload = filler(size, opcode);
        for (let round = 0; round < 1000; round++) {
          peer.send(frame({ opcode, payload }));
          await peer.expectMessage(opcode, payload);
        }
        await peer.closeCleanly();
      },
    };
  }),
);

const autoFragmented = script({
  id: '10.1.1',
  section: '§5.4',
  says: 'text of 64 KiB in fragments of 1,300 bytes comes back',
  needs: needsMessageSize(65536),
  send: fragments(opcodes.text, pieces(Buffer.alloc(65536, '*'), 1300)),
  expect: [echoes(Buffer.alloc(65536, '*'))],
});

export const bigMessages: readonly ConformanceCase[] = [
  ...whole,
  ...inFragments,
  ...inChops,
  ...roundTrips,
  autoFragmented,
];
