// What a gateway is given as its client: a connection of this library with the face of a `ws` one, so that gateways run unchanged.
import type { IncomingMessage } from 'node:http';
import {
  ConnectionClosed,
  isParts,
  type Data,
  type DataParts,
  type HookResult,
  type Message,
  type SendOptions,
  type UpgradeRequest,
  type WaitingSendOptions,
} from '@ws4ts/core';
import { EmittingWebSocket } from './emitting-web-socket.js';
import { GatewayMessages, type MessageHandler, type MessageReading, type Transform } from './gateway-messages.js';

/** The server that a client belongs to. */
export interface GatewayHost {
  readonly reading: MessageReading;
  /** Rejects when the client may not come in. */
  requested(request: IncomingMessage): HookResult;
  opened(client: GatewaySocket, request: IncomingMessage): void;
  closed(client: GatewaySocket): void;
}

/** `readyState` by the state that it stands for; the numbers are the DOM's. */
const READY_STATES = { connecting: 0, open: 1, closing: 2, closed: 3 } as const;

/** Called when a message was given to the operating system, or with the error why it was not. */
export type Sent = (error?: Error) => void;

/** How `send` sends: beside `compress`, whether as a binary message, if not by what the data is. */
export interface GatewaySendOptions extends SendOptions {
  readonly binary?: boolean;
}

/**
 * The client of a gateway: a `WebSocket` that can also be used like one of `ws`. Of its interface there are
 *
 * - `send(data, options?, callback?)`, `ping`, `close`, `terminate`; none of them throws because the connection is ending
 * - `readyState` and the constants `CONNECTING`, `OPEN`, `CLOSING`, `CLOSED`; `protocol`, `extensions`, `url`, `bufferedAmount`
 * - the events `message`, `close`, `error` and `pong`, by `on`, `once`, `off`, `addEventListener`, `onmessage` and their like
 * - `binaryType`: `'nodebuffer'` or `'arraybuffer'`
 * - `_socket.remoteAddress`, which Nest's documentation has rate limits go by
 *
 * Different from `ws`: `close()` without a code sends 1000, `url` is the path and query that were asked for, and a listener that
 * throws closes its connection with 1011 instead of ending the process. There are no `ping` event, `pong()`, `pause()` and
 * `resume()`: pings are answered, and reading stops by itself while the client does not take what it is sent.
 */
export class GatewaySocket extends EmittingWebSocket {
  /** What binary messages are given as to listeners of `message`. Default: `'nodebuffer'`, a `Buffer`. */
  binaryType: 'nodebuffer' | 'arraybuffer' = 'nodebuffer';
  readonly #host: GatewayHost;
  #incoming: IncomingMessage | undefined;
  #messages: GatewayMessages | undefined;

  /** @internal */
  constructor(host: GatewayHost) {
    super();
    this.#host = host;
  }

  static readonly CONNECTING = READY_STATES.connecting;
  static readonly OPEN = READY_STATES.open;
  static readonly CLOSING = READY_STATES.closing;
  static readonly CLOSED = READY_STATES.closed;

  get CONNECTING() {
    return READY_STATES.connecting;
  }

  get OPEN() {
    return READY_STATES.open;
  }

  get CLOSING() {
    return READY_STATES.closing;
  }

  get CLOSED() {
    return READY_STATES.closed;
  }

  /** The state as a number: 0 connecting, 1 open, 2 closing, 3 closed. */
  get readyState(): 0 | 1 | 2 | 3 {
    return READY_STATES[this.state];
  }

  /** The subprotocol that was agreed on; empty if none was. */
  get protocol(): string {
    return this.subprotocol ?? '';
  }

  /** The extension that was agreed on; empty if none was. */
  get extensions(): string {
    return this.isCompressed ? 'permessage-deflate' : '';
  }

  /** The path and query that the client asked for. */
  get url(): string {
    return this.request.url;
  }

  /** The peer's address, where `ws` has it; `request.remoteAddress` is the same. */
  get _socket(): { readonly remoteAddress: string | undefined } {
    return { remoteAddress: this.request.remoteAddress };
  }

  /**
   * Sends a message; see `send` of WebSocket. A number is sent as its digits, nothing as an empty message. On a connection that is
   * ending the message is dropped, and the callback told so.
   */
  override send(data: Data, options: WaitingSendOptions): Promise<void> | undefined;
  override send(data: Data | number | null | undefined, options?: GatewaySendOptions | Sent, sent?: Sent): void;
  override send(parts: DataParts, options?: SendOptions): Promise<void>;
  override send(
    data: Data | DataParts | number | null | undefined,
    options?: GatewaySendOptions | WaitingSendOptions | Sent,
    sent?: Sent,
  ): void | Promise<void> {
    // The way of most messages: a handler's answer.
    if (typeof data === 'string' && options === undefined && sent === undefined && this.isOpen) return super.send(data);
    if (typeof options === 'function') return this.send(data as Data, {}, options);
    if (options !== undefined && 'wait' in options) return super.send(data as Data, options);
    const { binary, ...own } = options ?? {};
    const message = asSent(data, binary);
    if (isParts(message)) return super.send(message, own);
    return this.#attempt(() => super.send(message, own), sent);
  }

  /** Sends a ping; see `ping` of WebSocket. The second parameter is for compatibility alone. */
  override ping(payload: Data | number = '', _isMasked?: boolean, sent?: Sent): void {
    this.#attempt(() => super.ping(typeof payload === 'number' ? String(payload) : payload), sent);
  }

  /** Begins the closing handshake; see `close` of WebSocket. The reason may come as bytes. */
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason === undefined ? undefined : String(reason));
  }

  /** @internal Gives messages to the handlers of a gateway. */
  bind(handlers: readonly MessageHandler[], transform: Transform): void {
    this.#messages ??= new GatewayMessages(this, this.#host.reading);
    this.#messages.bind(handlers, transform);
  }

  protected override requested(request: UpgradeRequest): HookResult {
    // The door is that of node:http, whose requests these are. It is let go of when the gateways have seen it.
    this.#incoming = request.incoming as IncomingMessage;
    return this.#host.requested(this.#incoming);
  }

  protected override opened(): void {
    const request = this.#incoming as IncomingMessage;
    this.#incoming = undefined;
    this.#host.opened(this, request);
  }

  protected override receivedMessage(message: Message): HookResult {
    const isHeard = this.listenerCount('message') > 0;
    if (isHeard) this.emit('message', asReceived(message, this.binaryType), !message.isText);
    return this.#messages?.receive(message.data, isHeard);
  }

  protected override ponged(payload: Buffer): void {
    this.emit('pong', payload);
  }

  protected override closed(code: number, reason: string): void {
    this.#messages?.end();
    this.#host.closed(this);
    this.emit('close', code, Buffer.from(reason));
  }

  protected override unhandledError(error: unknown): HookResult {
    if (this.listenerCount('error') > 0) this.emit('error', error);
    return super.unhandledError(error);
  }

  /** Like `ws`, and unlike its base, a client that is going may be sent to: gateways answer whoever has asked. */
  #attempt(send: () => void, sent: Sent | undefined): void {
    try {
      send();
    } catch (error) {
      if (!(error instanceof ConnectionClosed)) throw error;
      sent?.(error);
      return;
    }
    if (sent !== undefined) void this.flush().then(() => sent(), sent);
  }
}

function asSent(data: Data | DataParts | number | null | undefined, binary: boolean | undefined): Data | DataParts {
  const given = typeof data === 'number' ? String(data) : (data ?? '');
  if (binary === true && typeof given === 'string') return Buffer.from(given);
  if (binary === false && Buffer.isBuffer(given)) return given.toString();
  return given;
}

function asReceived(message: Message, binaryType: GatewaySocket['binaryType']): Buffer | ArrayBuffer {
  if (message.isText || binaryType === 'nodebuffer') return message.bytes;
  return new Uint8Array(message.bytes).buffer;
}
