// Sends a message whose parts come one by one, as fragments (§5.4).
import { CloseCode } from '../vocabulary/close-codes.js';
import { UsageError } from '../vocabulary/errors.js';
import { Opcode } from '../vocabulary/opcodes.js';
import type { Connection } from '../connection/connection.js';
import { stringOrBytes, type Data } from './data.js';

/** Parts of one message: all strings or all bytes. */
export type DataParts = AsyncIterable<Data> | Iterable<Data>;

/** Whether something is given in parts: an (async) iterable that is neither a string nor bytes. */
export function isParts(data: unknown): data is DataParts {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data;
}

const NOTHING = new Uint8Array(0);

/**
 * Sends parts as one message, each as soon as it is there and the peer has taken those before. Rejects with what the parts
 * threw, or with ConnectionClosed; a message that cannot be ended costs the connection, for there is no other way to say so.
 */
export async function sendParts(connection: Connection<unknown>, parts: DataParts, compress: boolean): Promise<void> {
  const encoder = new PartEncoder();
  let opcode: Opcode | undefined;
  // Of a list alone it is known which part is the last: of others an empty frame says that there was no more.
  let left = Array.isArray(parts) ? parts.length : Infinity;
  try {
    for await (const part of parts) {
      const isFinal = --left === 0;
      const bytes = encoder.encode(part, isFinal);
      connection.sendFragment(opcode ?? encoder.opcode, bytes, isFinal, compress);
      opcode = Opcode.continuation;
      if (connection.isBlocked) await connection.flush();
      if (isFinal) return;
    }
    connection.sendFragment(opcode ?? encoder.opcode, encoder.end(), true, compress);
  } catch (error) {
    if (opcode !== undefined) connection.close(CloseCode.internalError, '');
    throw error;
  }
}

/** Turns parts into payloads: a character whose two surrogates are in different parts stays whole. */
class PartEncoder {
  private isText: boolean | undefined;
  private carried = '';

  /** The opcode of the message; that of a message with no parts is binary. */
  get opcode(): Opcode {
    return this.isText ? Opcode.text : Opcode.binary;
  }

  encode(part: Data, isFinal: boolean): Uint8Array {
    const given = stringOrBytes(part);
    this.isText ??= typeof given === 'string';
    if (this.isText !== (typeof given === 'string')) {
      throw new UsageError('WS_USAGE_DATA', part, 'the parts of one message are all strings or all bytes');
    }
    if (typeof given !== 'string') return given;
    const text = this.carried + given;
    const isCut = !isFinal && /[\ud800-\udbff]$/.test(text);
    this.carried = isCut ? text.slice(-1) : '';
    return Buffer.from(isCut ? text.slice(0, -1) : text, 'utf8');
  }

  /** What the last part has left over. */
  end(): Uint8Array {
    return this.carried === '' ? NOTHING : Buffer.from(this.carried, 'utf8');
  }
}
