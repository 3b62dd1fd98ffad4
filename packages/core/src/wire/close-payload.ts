// The body of a close frame (§5.5.1): nothing, or a code of two bytes and a reason in UTF-8.
import { isUtf8 } from 'node:buffer';
import { CloseCode, mayBeSent } from '../vocabulary/close-codes.js';
import { ProtocolError, UsageError } from '../vocabulary/errors.js';
import { MAX_CONTROL_PAYLOAD } from '../vocabulary/opcodes.js';

/** What a close frame says. */
export interface ClosePayload {
  readonly code: number;
  readonly reason: string;
}

/** Reads the body of a close frame; throws a ProtocolError where it breaks §5.5.1, §7.4 or §8.1. */
export function readClosePayload(payload: Buffer): ClosePayload {
  // §7.1.5: "If this Close control frame contains no status code, the Close Code is considered to be 1005."
  if (payload.length === 0) return { code: CloseCode.noCode, reason: '' };
  // §5.5.1: "If there is a body, the first two bytes of the body MUST be a 2-byte unsigned integer"
  if (payload.length === 1) throw new ProtocolError('WS_CLOSE_PAYLOAD_TOO_SHORT', payload[0]);
  const code = payload.readUInt16BE(0);
  if (!mayBeSent(code)) throw new ProtocolError('WS_CLOSE_CODE_INVALID', code);
  // What most say.
  if (payload.length === 2) return { code, reason: '' };
  const reason = payload.subarray(2);
  if (!isUtf8(reason)) throw new ProtocolError('WS_CLOSE_REASON_INVALID', reason.toString('hex'));
  return { code, reason: reason.toString('utf8') };
}

/** Writes the body of a close frame; throws a UsageError for a code or a reason that may not be sent. */
export function writeClosePayload(code: number, reason: string): Buffer {
  if (!mayBeSent(code)) throw new UsageError('WS_USAGE_CLOSE_CODE', code);
  if (typeof reason !== 'string') throw new UsageError('WS_USAGE_CLOSE_REASON', reason);
  const payload = Buffer.allocUnsafe(2 + Buffer.byteLength(reason));
  if (payload.length > MAX_CONTROL_PAYLOAD) throw new UsageError('WS_USAGE_CLOSE_REASON', reason);
  payload.writeUInt16BE(code, 0);
  payload.write(reason, 2, 'utf8');
  return payload;
}
