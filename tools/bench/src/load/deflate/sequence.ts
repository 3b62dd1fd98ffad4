// A sequence of messages as a client that compresses with takeover sends it, compressed before any clock runs. Its first
// message refers to nothing before it, so that the sequence can be sent over and over on one connection.
import { constants, createDeflateRaw, type DeflateRaw, type ZlibOptions } from 'node:zlib';
import { maskedFrame, opcodes, plainFrame } from '../frame.js';

export interface DeflateBatch {
  messages: number;
  sent: Buffer;
}

export interface DeflateSequence {
  texts: readonly Buffer[];
  batches: readonly DeflateBatch[];
  /** What zlib's default effort sends for each batch, in bytes on the wire: the first time, and each time after it. */
  reference: { first: readonly number[]; later: readonly number[] };
}

/** The marker at the end of a flush, which is not sent (RFC 7692 §7.2.1). */
const marker = Buffer.from([0x00, 0x00, 0xff, 0xff]);

export async function buildSequence(
  texts: readonly Buffer[],
  pipelined: number,
  windowBits: number,
): Promise<DeflateSequence> {
  if (texts.length % pipelined !== 0) throw new Error(`${texts.length} messages do not make batches of ${pipelined}`);
  // The raw format of zlib knows no smaller one.
  if (windowBits < 9) throw new Error(`a window of 2^${windowBits} bytes is one that zlib cannot keep to`);
  const frames = (await compress(texts, { windowBits })).map((payload, index) =>
    maskedFrame(opcodes.compressedText, payload, 0x37fa213d + index * 0x01030507),
  );
  const batches = inGroups(frames, pipelined).map((group) => ({ messages: pipelined, sent: Buffer.concat(group) }));
  const answers = await compress([...texts, ...texts], { level: 6, windowBits: 15, memLevel: 8 });
  const sizes = answers.map((payload) => plainFrame(opcodes.compressedText, payload).length);
  const sums = (sizes: readonly number[]): number[] => inGroups(sizes, pipelined).map(sum);
  const reference = { first: sums(sizes.slice(0, texts.length)), later: sums(sizes.slice(texts.length)) };
  return { texts, batches, reference };
}

/** The payload of each message; each may refer to those before it. */
async function compress(texts: readonly Buffer[], options: ZlibOptions): Promise<Buffer[]> {
  const deflate = createDeflateRaw(options);
  const payloads: Buffer[] = [];
  for (const text of texts) payloads.push(await compressNext(deflate, text));
  deflate.close();
  return payloads;
}

function compressNext(deflate: DeflateRaw, text: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    deflate.once('error', reject);
    deflate.write(text);
    deflate.flush(constants.Z_SYNC_FLUSH, () => {
      deflate.off('error', reject);
      const flushed = deflate.read() as Buffer;
      resolve(flushed.subarray(0, flushed.length - marker.length));
    });
  });
}

function inGroups<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: values.length / size }, (_, group) => values.slice(group * size, (group + 1) * size));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
