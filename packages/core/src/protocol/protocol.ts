// One side of a connection as the RFC sees it, with no I/O (§5 to §7): bytes in, messages out to a handler, frames out to a
// sink. It alone turns a broken rule into a close frame, and never throws on what a peer sends.
import { PROTOCOL_RULES } from '../vocabulary/error-codes.js';
import { ProtocolError, UsageError } from '../vocabulary/errors.js';
import type { MessageCodec } from '../extensions/extension.js';
import { FINAL, MAX_CONTROL_PAYLOAD, Opcode, RSV1 } from '../vocabulary/opcodes.js';
import type { Role } from '../vocabulary/role.js';
import { readClosePayload, writeClosePayload } from '../wire/close-payload.js';
import type { FrameSink } from '../wire/frame-sink.js';
import { frameWriters, type FrameWriter } from '../wire/frame-writer.js';
import type { MessageData } from './message-assembler.js';
import { letGo, takeReader, type MessageReader, type ReaderListener } from './message-reader.js';

/** Told of what the peer did. What these methods throw is not caught here. */
export interface ProtocolHandler {
  message(data: MessageData): void;
  /** A ping has come; its pong has been written, or is owed. */
  ping(): void;
  pong(payload: Buffer): void;
  /** A close frame is about to be written: messages that are to go before it can be sent now. */
  closing?(): void;
  /** The peer's close frame has come and its answer has been written. Nothing comes after this. */
  peerClosed(code: number, reason: string): void;
  /** The peer broke a rule and was told so. Nothing comes after this. */
  failed(error: ProtocolError): void;
}

/** `open`; `closing`: our close frame is sent, the peer's has not come; `closed`: nothing is read or written any more. */
export type ProtocolState = 'open' | 'closing' | 'closed';

const TEXT = FINAL | Opcode.text;
const BINARY = FINAL | Opcode.binary;

/** The protocol of one side of one connection. */
export class Protocol implements ReaderListener {
  /** Undefined between two messages. */
  private reader: MessageReader | undefined;
  private readonly writer: FrameWriter;
  private current: ProtocolState = 'open';
  /** The last ping that came while the peer did not take what it was sent; its pong is owed. */
  private owedPing: Buffer | undefined;

  /**
   * @param role which side this is
   * @param sink where frames are written to
   * @param handler told of what the peer did
   * @param maxMessageSize the biggest message that is accepted, in bytes; a bigger one fails the connection with 1009
   * @param codec compresses messages, where that was negotiated
   */
  constructor(
    private readonly role: Role,
    private readonly sink: FrameSink,
    private readonly handler: ProtocolHandler,
    private readonly maxMessageSize: number,
    private readonly codec?: MessageCodec,
  ) {
    this.writer = frameWriters[role];
  }

  get state(): ProtocolState {
    return this.current;
  }

  /** Whether a message has begun to come and has not been handed on whole. */
  get isReceiving(): boolean {
    return this.reader !== undefined;
  }

  /** Takes bytes from the peer; they are changed by unmasking. */
  receive(bytes: Buffer): void {
    if (this.current === 'closed') return;
    try {
      this.reading().receive(bytes);
    } catch (error) {
      this.fail(error);
    }
    this.rest();
  }

  /** Stops reading after the frame under way; what has been received waits for `resume`. */
  suspend(): void {
    if (this.current !== 'closed') this.reading().suspend();
  }

  resume(): void {
    try {
      this.reader?.resume();
    } catch (error) {
      this.fail(error);
    }
    this.rest();
  }

  private reading(): MessageReader {
    return (this.reader ??= takeReader(this.role, this, this.maxMessageSize, this.codec));
  }

  /** Between two messages another connection may have the reader. */
  private rest(): void {
    if (this.reader === undefined || !this.reader.isIdle) return;
    letGo(this.reader);
    this.reader = undefined;
  }

  /** Sends a text message; `compress` is whether it may be compressed. */
  sendText(text: string, compress = true): void {
    const { codec } = this;
    if (codec === undefined || !compress || hasFewerBytes(text, codec.threshold)) {
      this.writer.writeText(this.sink, TEXT, text);
    } else this.write(TEXT | RSV1, codec.encode(Buffer.from(text, 'utf8'), true));
  }

  /** Sends a binary message; `compress` is whether it may be compressed. */
  sendBinary(bytes: Uint8Array, compress = true): void {
    const { codec } = this;
    if (codec === undefined || !compress || bytes.length < codec.threshold) this.write(BINARY, bytes);
    else this.write(BINARY | RSV1, codec.encode(bytes, true));
  }

  /**
   * Sends one fragment of a message: the first carries the message's opcode, the others that of a continuation (§5.4).
   * `compress` is the same for all fragments of a message.
   */
  sendFragment(opcode: Opcode, payload: Uint8Array, isFinal: boolean, compress = true): void {
    const first = isFinal ? opcode | FINAL : opcode;
    if (this.codec === undefined || !compress) this.write(first, payload);
    // RFC 7692 §6.1: RSV1 is set "on the first fragment" only.
    else this.write(opcode === Opcode.continuation ? first : first | RSV1, this.codec.encode(payload, isFinal));
  }

  /** Sends a ping; throws a UsageError for more than 125 bytes. */
  ping(payload: Uint8Array): void {
    if (payload.length > MAX_CONTROL_PAYLOAD) throw new UsageError('WS_USAGE_CONTROL_PAYLOAD', payload.length);
    this.write(FINAL | Opcode.ping, payload);
  }

  /** Begins the closing handshake (§7.1.2); throws a UsageError for a code or reason that may not be sent. */
  close(code: number, reason: string): void {
    const payload = writeClosePayload(code, reason);
    if (this.current !== 'open') return;
    this.handler.closing?.();
    this.write(FINAL | Opcode.close, payload);
    this.current = 'closing';
  }

  /** The sink is not blocked any more: sends what is owed. */
  drained(): void {
    if (this.owedPing !== undefined && this.current !== 'closed') this.write(FINAL | Opcode.pong, this.owedPing);
    this.owedPing = undefined;
  }

  /** Ends it with no word to the peer: the connection is gone. */
  abandon(): void {
    this.current = 'closed';
    this.reader?.stop();
    this.reader = undefined;
  }

  /** @internal */
  message(data: MessageData): void {
    this.handler.message(data);
  }

  /** @internal */
  controlFrame(opcode: number, payload: Buffer): void {
    if (opcode === Opcode.ping) {
      // §5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response, unless it already received a
      // Close frame." §5.5.3: "identical "Application data" as found in the message body of the Ping frame"
      // And: an endpoint that has "not yet sent Pong frame(s) in response to previous Ping frame(s) … MAY elect to send a Pong
      // frame for only the most recently processed Ping frame", so a peer that only pings costs no memory.
      if (this.sink.isBlocked) this.owedPing = payload;
      else this.write(FINAL | Opcode.pong, payload);
      this.handler.ping();
    } else if (opcode === Opcode.pong) {
      this.handler.pong(payload);
    } else {
      const { code, reason } = readClosePayload(payload);
      // §5.5.1: "If an endpoint receives a Close frame and did not previously send a Close frame, the endpoint MUST send a
      // Close frame in response. (When sending a Close frame in response, the endpoint typically echos the status code it
      // received.)"
      if (this.current === 'open') {
        this.handler.closing?.();
        this.write(FINAL | Opcode.close, payload.subarray(0, 2));
      }
      this.abandon();
      this.handler.peerClosed(code, reason);
    }
  }

  private write(first: number, payload: Uint8Array): void {
    this.writer.write(this.sink, first, payload);
  }

  /** The one place where a broken rule becomes a close frame (§7.1.7). */
  private fail(error: unknown): void {
    if (!(error instanceof ProtocolError)) throw error;
    // §5.5.1: after a Close frame nothing more is sent, so a peer that breaks a rule while closing gets no second one.
    if (this.current === 'open') {
      this.write(FINAL | Opcode.close, writeClosePayload(error.closeCode, PROTOCOL_RULES[error.code][2]));
    }
    this.abandon();
    this.handler.failed(error);
  }
}

/** A UTF-16 unit takes one to three bytes, so few texts have to be counted. */
function hasFewerBytes(text: string, bytes: number): boolean {
  return text.length < bytes && (text.length * 3 < bytes || Buffer.byteLength(text) < bytes);
}
