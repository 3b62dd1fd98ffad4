// Connections that have gone quiet give back what their codecs keep. One timer serves all, and none runs while all are quiet.
import type { MessageCodec } from '../extensions/extension.js';

/** A codec that was not used for one to two of these is released, in milliseconds. */
const SWEEP = 30_000;

/** Used since the last sweep, and since the one before. */
let recent = new Set<MessageCodec>();
let older = new Set<MessageCodec>();
let timer: NodeJS.Timeout | undefined;

/** Says that a codec has just been used. */
export function codecUsed(codec: MessageCodec): void {
  recent.add(codec);
  timer ??= setTimeout(sweep, SWEEP).unref();
}

/** Forgets a codec whose connection has ended. */
export function codecGone(codec: MessageCodec): void {
  recent.delete(codec);
  older.delete(codec);
}

function sweep(): void {
  for (const codec of older) if (!recent.has(codec)) codec.release();
  older = recent;
  recent = new Set();
  timer = older.size > 0 ? setTimeout(sweep, SWEEP).unref() : undefined;
}
