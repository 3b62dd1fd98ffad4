// What zlib reads from payloads, to compare with.
import { constants, inflateRawSync } from 'node:zlib';
import { bytes } from '../../support/bytes.js';

/** What a sender leaves out of each message, and the receiver appends (RFC 7692 §7.2.1, §7.2.2). */
export const TAIL = Buffer.from([0x00, 0x00, 0xff, 0xff]);

/** What zlib makes of payloads of messages that share a window. */
export function zlibInflate(payloads: Buffer[], windowBits: number): Buffer {
  const stream = Buffer.concat(payloads.flatMap((payload) => [payload, TAIL]));
  return inflateRawSync(stream, { windowBits, finishFlush: constants.Z_SYNC_FLUSH });
}

/**
 * zlib's verdict: the message, `undefined` when it is broken, 'final' when a BFINAL ended it early. The tail behind a payload
 * that ends where a block does is no block, and left away.
 */
export function judge(payload: Buffer): Buffer | 'final' | undefined {
  return readWhole(Buffer.concat([payload, TAIL])) ?? readWhole(payload);
}

function readWhole(blocks: Buffer): Buffer | 'final' | undefined {
  const stream = Buffer.concat([blocks, bytes('01 00 00 ff ff')]);
  try {
    const { buffer, engine } = inflateRawSync(stream, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return engine.bytesWritten === stream.length ? buffer : 'final';
  } catch {
    return undefined;
  }
}
