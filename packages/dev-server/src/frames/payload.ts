// Payloads as JSON carries them, and back.
import { isUtf8 } from 'node:buffer';
import type { Payload } from './frame-note.js';

/** Text where the bytes are UTF-8 and may be text, base64 elsewhere. */
export function toPayload(bytes: Buffer, mayBeText: boolean): Payload {
  return mayBeText && isUtf8(bytes) ? { text: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
}

/** What a payload stands for: a string goes as text, bytes as binary. */
export function fromPayload(payload: Payload): string | Buffer {
  return 'text' in payload ? payload.text : Buffer.from(payload.base64, 'base64');
}

/** The bytes of a payload. */
export function payloadBytes(payload: Payload): Buffer {
  return 'text' in payload ? Buffer.from(payload.text, 'utf8') : Buffer.from(payload.base64, 'base64');
}
