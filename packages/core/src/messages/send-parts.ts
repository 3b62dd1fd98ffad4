// Sends a message whose parts come one by one, as fragments (§5.4).
import { CloseCode } from '../vocabulary/close-codes.js';
import { ConnectionClosed, UsageError } from '../vocabulary/errors.js';
import { Opcode } from '../vocabulary/opcodes.js';
import type { Connection } from '../connection/connection.js';
import { stringOrBytes, type Data } from './data.js';

/** Parts of one message: all strings or all bytes. What the iterator returns, if anything, is the last one. */
export type DataParts = AsyncIterable<Data>;

/** Whether something is given in parts: by an async iterable. A list is none: who sends one has mostly forgotten to make it JSON. */
export function isParts(data: unknown): data is DataParts {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

/** Keeps those from waiting for ever who wait for something else than the connection when that ends. */
export class Interruption {
  private hasCome = false;
  private interrupt: (() => void) | undefined;

  /** Nothing more can be sent. */
  come(): void {
    this.hasCome = true;
    this.interrupt?.();
  }

  /** What a promise resolves to, or undefined when the connection has ended or ends before. One at a time. */
  orElse<Value>(promise: Promise<Value>): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      Promise.resolve(promise).then(resolve, reject);
      this.interrupt = () => resolve(undefined);
      if (this.hasCome) this.interrupt();
    });
  }
}

const NOTHING = new Uint8Array(0);

/**
 * Sends parts as one message, each as soon as it is there and the peer has taken those before. Rejects with what the parts
 * threw, after it was logged, or with ConnectionClosed, whatever the parts are waiting for; a message that cannot be ended
 * costs the connection, for there is no other way to say so.
 */
export async function sendParts(
  connection: Connection<unknown>,
  parts: DataParts,
  compress: boolean,
  end: Interruption,
): Promise<void> {
  const encoder = new PartEncoder();
  let opcode: Opcode | undefined;
  let iterator: AsyncIterator<Data, Data | undefined> | undefined;
  try {
    if (connection.state !== 'open') throw connection.ending.error();
    iterator = parts[Symbol.asyncIterator]() as AsyncIterator<Data, Data | undefined>;
    for (;;) {
      const next = await end.orElse(iterator.next());
      if (next === undefined) throw connection.ending.error();
      const isFinal = next.done === true;
      // Only an iterator that returns its last part knows it in time: else an empty frame says that there was no more.
      const bytes = next.value === undefined && isFinal ? encoder.end() : encoder.encode(next.value, isFinal);
      connection.sendFragment(opcode ?? encoder.opcode, bytes, isFinal, compress);
      if (isFinal) return;
      opcode = Opcode.continuation;
      if (connection.isBlocked) await end.orElse(connection.flush());
    }
  } catch (error) {
    if (!(error instanceof ConnectionClosed))
      connection.options.logger.error('the parts of a message have failed', error);
    if (opcode !== undefined) connection.close(CloseCode.internalError, '');
    void letGo(iterator);
    throw error;
  }
}

/** Tells parts that no more of them are wanted. They may never answer. */
async function letGo(iterator: AsyncIterator<unknown> | undefined): Promise<void> {
  try {
    await iterator?.return?.();
  } catch {
    // Of no interest.
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

  encode(part: Data | undefined, isFinal: boolean): Uint8Array {
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
