/** Data of the sorts that messages are made of, the same on each run, and what zlib makes of them. */
import { constants, createDeflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib';

/** A small generator of pseudo-random numbers in 0…1. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One message of a feed: like its neighbours, not the same. */
export function feedMessage(number: number, size = 1024): Buffer {
  const next = random(number + 1);
  const rows: object[] = [];
  for (let length = 60; length < size;) {
    const row = {
      symbol: ['AAPL', 'MSFT', 'GOOG', 'AMZN', 'TSLA', 'NVDA'][Math.floor(next() * 6)],
      price: Math.round(next() * 1e5) / 100,
      volume: Math.floor(next() * 1e6),
      side: next() < 0.5 ? 'buy' : 'sell',
    };
    rows.push(row);
    length += JSON.stringify(row).length + 1;
  }
  return Buffer.from(JSON.stringify({ type: 'quotes', sequence: number, at: 1_700_000_000_000 + number * 137, rows }));
}

export function noise(size: number, seed = 1): Buffer {
  const next = random(seed);
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) bytes[i] = Math.floor(next() * 256);
  return bytes;
}

export function words(size: number, seed = 2): Buffer {
  const next = random(seed);
  const vocabulary = Array.from({ length: 200 }, () => Math.floor(next() ** 3 * 1e9).toString(36));
  let text = '';
  while (text.length < size) text += `${vocabulary[Math.floor(next() ** 2 * vocabulary.length)]} `;
  return Buffer.from(text.slice(0, size));
}

/** Little-endian numbers that grow slowly. */
export function binary(size: number, seed = 3): Buffer {
  const next = random(seed);
  const bytes = Buffer.alloc(size + 4);
  for (let i = 0, value = 0; i < size; i += 4) bytes.writeUInt32LE((value += Math.floor(next() * 40)), i);
  return bytes.subarray(0, size);
}

export const repetitive = (size: number, period = 7): Buffer =>
  Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i % period) * 31));

export const samples: Readonly<Record<string, (size: number) => Buffer>> = {
  noise,
  words,
  binary,
  repetitive,
  zeros: (size) => Buffer.alloc(size),
  json: (size) => feedMessage(1, size + 200).subarray(0, size),
};

/** zlib's payload for one message (RFC 7692 §7.2.1). */
export function zlibPayload(message: Buffer | string, options: ZlibOptions = {}): Buffer {
  return deflateRawSync(message, { ...options, finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
}

/** zlib's payloads for messages that share one window. */
export async function zlibPayloads(messages: Buffer[], windowBits: number, level = 6): Promise<Buffer[]> {
  const deflate = createDeflateRaw({ windowBits, level });
  const pieces: Buffer[] = [];
  deflate.on('data', (piece: Buffer) => pieces.push(piece));
  const payloads: Buffer[] = [];
  for (const message of messages) {
    deflate.write(message);
    await new Promise<void>((done) => deflate.flush(constants.Z_SYNC_FLUSH, () => done()));
    payloads.push(Buffer.concat(pieces.splice(0)).subarray(0, -4));
  }
  deflate.close();
  return payloads;
}
