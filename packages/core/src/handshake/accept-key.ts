// The proof that the server has read the handshake (§1.3, §4.2.2).
import type { hash as Hash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
// §4.1: the key is "a nonce consisting of a randomly selected 16-byte value that has been base64-encoded": 22 characters, the
// last of which carries only two bits, and two of padding.
const KEY = /^[A-Za-z0-9+/]{21}[AQgw]==$/;

/** Loaded with the first handshake. */
let hash: typeof Hash | undefined;

/** Whether a Sec-WebSocket-Key is 16 bytes in base64. */
export function isKey(key: string): boolean {
  return KEY.test(key);
}

/** The Sec-WebSocket-Accept that answers a key. */
export function acceptKey(key: string): string {
  hash ??= process.getBuiltinModule('node:crypto').hash;
  return hash('sha1', key + GUID, 'base64');
}
