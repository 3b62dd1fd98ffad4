// What a client writes at once, and the bytes that must come back for it.
import type { Content } from '../plan/load-plan.js';
import { maskedFrame, opcodes, plainFrame } from './frame.js';

export interface Batch {
  messages: number;
  sent: Buffer;
  expected: Buffer;
}

/** How often a message is sent, and how often it comes back. */
export interface Times {
  sent: number;
  back: number;
}

/** The same message several times over, each frame under a key of its own. */
export function buildBatch(content: Content, payload: Buffer, { sent, back }: Times, sendsMasked = false): Batch {
  const opcode = content === 'binary' ? opcodes.binary : opcodes.text;
  const masked = Buffer.concat(
    Array.from({ length: sent }, (_, index) => maskedFrame(opcode, payload, 0x37fa213d + index * 0x01030507)),
  );
  // What is only received is answered once, with nothing in it.
  const answer = plainFrame(opcode, back < sent ? Buffer.alloc(0) : payload);
  const expected = sendsMasked ? masked : Buffer.concat(Array<Buffer>(back).fill(answer));
  return { messages: Math.max(sent, back), sent: masked, expected };
}

/** A payload of exactly so many bytes; text is valid UTF-8. */
export function buildPayload(content: Content, size: number): Buffer {
  if (content === 'binary')
    return Buffer.from(Uint8Array.from({ length: size }, (_, index) => Math.imul(index + 1, 0x9e3779b1) >>> 24));
  if (content === 'envelope') {
    const around = JSON.stringify({ event: 'echo', data: '' });
    return Buffer.from(around.replace('""', JSON.stringify('x'.repeat(size - around.length))));
  }
  if (content === 'ascii') return Buffer.alloc(size, '{"id":4711,"text":"the quick brown fox"}, ');
  const phrase = Buffer.from('Grüße, naïve café, Ελλάδα, 東京, 🚀; ');
  return Buffer.concat([
    ...Array<Buffer>(Math.floor(size / phrase.length)).fill(phrase),
    Buffer.alloc(size % phrase.length, '.'),
  ]);
}
