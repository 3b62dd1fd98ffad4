// Sides that have agreed on permessage-deflate, and compressed payloads by zlib, which shares no code with ours.
import { constants, createDeflateRaw } from 'node:zlib';
import type { DeflateDirections } from '../../src/extensions/deflate-parameters.js';
import { PermessageDeflate, type DeflateEffort } from '../../src/extensions/permessage-deflate.js';
import type { Role } from '../../src/vocabulary/role.js';
import { Side } from './side.js';

/** What sides agree on; the largest windows and takeover where nothing else is said. */
export interface Agreed {
  readonly takeover?: boolean;
  readonly windowBits?: number;
  readonly effort?: Partial<DeflateEffort>;
  readonly maxMessageSize?: number;
}

/** A side that has agreed on permessage-deflate; it compresses everything, however small. */
export function compressing(role: Role, { takeover = true, windowBits = 15, ...more }: Agreed = {}): Side {
  const direction = { windowBits, takeover };
  const agreed: DeflateDirections = { server: direction, client: direction };
  const effort = { threshold: 0, level: 6, memoryLevel: 5, ...more.effort };
  return new Side(role, more.maxMessageSize, new PermessageDeflate(role, agreed, effort));
}

const TAIL = 4;

/** Runs of zeros as zlib compresses them: `size` bytes, of which never more than a chunk is held. */
export async function deflatedZeros(size: number): Promise<Buffer> {
  const chunk = Buffer.alloc(2 ** 22);
  const stream = createDeflateRaw({ level: 9, finishFlush: constants.Z_SYNC_FLUSH });
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  for (let left = size; left > 0; left -= chunk.length) {
    await new Promise<void>((resolve) => void stream.write(chunk.subarray(0, left), () => resolve()));
  }
  await new Promise<void>((resolve) => stream.on('end', resolve).end());
  return Buffer.concat(parts).subarray(0, -TAIL);
}
