// Payloads as JSON carries them, and back.
import { isUtf8 } from 'node:buffer';
import { UsageError } from '@ws4ts/core';
import type { Payload } from './frame-note.js';

/** Text where the bytes are UTF-8 and may be text, base64 elsewhere. */
export function toPayload(bytes: Buffer, mayBeText: boolean): Payload {
  return mayBeText && isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
}

/** Whether something is a payload, as JSON that somebody else has written may not be. */
export function isPayload(given: unknown): given is Payload {
  if (typeof given !== 'object' || given === null) return false;
  const { text, base64 } = given as { text?: unknown; base64?: unknown };
  return typeof text === 'string' || typeof base64 === 'string';
}

/** What a payload stands for: a string goes as text, bytes as binary. Throws a UsageError for what is none. */
export function fromPayload(payload: Payload): string | Buffer {
  if (!isPayload(payload)) throw new UsageError('WS_USAGE_DATA', payload, 'a payload has a text or a base64, a string');
  return 'text' in payload ? payload.text : Buffer.from(payload.base64, 'base64');
}

/** The bytes of a payload. Throws a UsageError for what is none. */
export function payloadBytes(payload: Payload): Buffer {
  const data = fromPayload(payload);
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
}
