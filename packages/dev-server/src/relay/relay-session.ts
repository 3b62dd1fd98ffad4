// One connection that the server opens for the page.
import { connect, HandshakeError, UsageError, WebSocket, type Logger } from '@ws4ts/core';
import { acceptKey } from '@ws4ts/core/protocol';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { fromPayload, payloadBytes } from '../frames/payload.js';
import type { ConnectionObserver } from '../frames/connection-observer.js';
import type { Payload } from '../frames/frame-note.js';
import { rawFrame } from '../frames/raw-frame.js';
import type { Recording } from '../recording/recording.js';
import type { TappedStream } from '../wire/tapped-stream.js';
import { explainClose, explainRefusal } from './explain.js';
import { FrameFeed, type EventSink } from './frame-feed.js';
import type { HandshakeReport } from './handshake-report.js';
import type { SessionCommand } from './relay-messages.js';
import { tapAgent } from './tap-agent.js';

/** The command that a session begins with. */
export type OpenCommand = Extract<SessionCommand, { type: 'open' }>;

const MOST_MESSAGE = 64 * 1024 * 1024;

/** The client's end: its messages are seen as frames. */
class SessionSocket extends WebSocket {
  protected override receivedMessage(): void {}
}

/** A session; `ended` is called once, when it is over. */
export class RelaySession {
  private stream: TappedStream | undefined;
  private inner: Duplex | undefined;
  private socket: WebSocket | undefined;
  private warning: string | undefined;
  private dialledAt = 0;
  private endRecord = (): void => {};
  private readonly feed: FrameFeed;
  private readonly attempt = new AbortController();

  constructor(
    private readonly command: OpenCommand,
    private readonly sink: EventSink,
    private readonly recording: Recording,
    private readonly ended: () => void,
  ) {
    this.feed = new FrameFeed(command.session, sink);
  }

  /**
   * Opens it, and tells of all that happens until it is over. Resolves once it is open or refused; rejects for a command that
   * makes no sense.
   * @param url where to: absolute
   */
  async run(url: string): Promise<void> {
    const { session } = this.command;
    try {
      this.socket = await this.dial(url);
    } catch (error) {
      this.attempt.abort();
      this.endRecord();
      this.ended();
      if (error instanceof UsageError) throw error;
      const head = this.stream?.observer.receivedHead;
      this.sink.tell({ type: 'refused', session, handshake: this.report(url), refusal: explainRefusal(error, head) });
      return;
    }
    const { observer } = this.stream!;
    this.sink.tell({ type: 'opened', session, began: observer.began, handshake: this.report(url) });
    void this.untilClosed(this.socket, observer);
  }

  private async untilClosed(socket: WebSocket, observer: ConnectionObserver): Promise<void> {
    const { session } = this.command;
    await socket.whenClosed;
    const at = observer.elapsed;
    this.endRecord();
    this.feed.end();
    const { closeCode: code = 1006, closeReason: reason = '' } = socket;
    const explanation = explainClose(code);
    const error = this.warning;
    this.ended();
    this.sink.tell({ type: 'closed', session, at, code, reason, explanation, ...(error !== undefined && { error }) });
  }

  /** Does what the page says; throws what the socket throws. */
  obey(command: Exclude<SessionCommand, OpenCommand>): void | Promise<void> {
    const { stream } = this;
    if (command.type === 'setChaos' && stream !== undefined) return stream.changeChaos(command.chaos);
    if (command.type === 'terminate' || (command.type === 'close' && this.socket === undefined)) return this.cut();
    if (stream === undefined || this.socket === undefined) {
      throw new UsageError('WS_USAGE_NOT_OPEN', command.session, 'the session is not open yet');
    }
    switch (command.type) {
      case 'send':
        return send(this.socket, command.parts);
      case 'sendFrame':
        return stream.inject(rawFrame(command.firstByte, payloadBytes(command.payload), command.masked !== false));
      case 'sendBytes':
        return stream.injectNow(Buffer.from(command.base64, 'base64'));
      case 'ping':
        return this.socket.ping(payloadBytes(command.payload ?? { text: '' }));
      case 'close':
        return this.socket.close(command.code, command.reason);
    }
  }

  /** Cuts it, open or not. */
  cut(): void {
    this.attempt.abort(new HandshakeError(499, 'the attempt was called off'));
    this.stream?.destroy();
  }

  private dial(url: string): Promise<WebSocket> {
    const { headers = [], subprotocols = [], compression = false, insecure = false, chaos = {} } = this.command;
    this.dialledAt = performance.now();
    const agent = tapAgent(/^(wss|https):/i.test(url), (stream, socket) => {
      this.stream = stream;
      this.inner = socket;
      stream.changeChaos(chaos);
      stream.observer.hear(this.feed.tell);
      const { session } = this.command;
      stream.observer.whenOpened(() => {
        this.endRecord = this.recording.add({ session, url, near: 'client', stream });
      });
    });
    const logger: Logger = { warn: (line) => (this.warning = line), error: (line) => (this.warning = line) };
    return connect(url, SessionSocket, {
      headers,
      subprotocols,
      compression,
      agent,
      logger,
      maxMessageSize: MOST_MESSAGE,
      signal: this.attempt.signal,
      ...(insecure && { tls: { rejectUnauthorized: false } }),
    });
  }

  /** What is known of the handshake. */
  private report(url: string): HandshakeReport {
    const requestHead = this.stream?.observer.sentHead ?? '';
    const responseHead = this.stream?.observer.receivedHead ?? '';
    const key = field(requestHead, 'sec-websocket-key') ?? '';
    const subprotocol = field(responseHead, 'sec-websocket-protocol');
    const extensions = field(responseHead, 'sec-websocket-extensions');
    const { inner } = this;
    const path = /^\S+ (\S+)/.exec(requestHead)?.[1] ?? '';
    const host = field(requestHead, 'host');
    const isSecure = /^(wss|https):/i.test(url);
    return {
      url: host === undefined ? url : `${isSecure ? 'wss' : 'ws'}://${host}${path}`,
      requestHead,
      responseHead,
      key,
      expectedAccept: key === '' ? '' : acceptKey(key),
      receivedAccept: field(responseHead, 'sec-websocket-accept') ?? '',
      ...(subprotocol !== undefined && { subprotocol }),
      ...(extensions !== undefined && { extensions }),
      duration: performance.now() - this.dialledAt,
      remote:
        inner instanceof Socket && inner.remoteAddress !== undefined
          ? `${inner.remoteAddress}:${inner.remotePort}`
          : '',
    };
  }
}

/** One part a fragment: what a generator returns is the last. */
async function* inTurn<Part>(parts: readonly Part[]): AsyncGenerator<Part, Part | undefined> {
  yield* parts.slice(0, -1);
  return parts.at(-1);
}

/** Sends one message, or the fragments of one. */
function send(socket: WebSocket, parts: readonly Payload[]): void | Promise<void> {
  const [only, ...more] = Array.isArray(parts) ? parts.map(fromPayload) : [];
  if (only === undefined) throw new UsageError('WS_USAGE_DATA', parts, 'a message has at least one part');
  return more.length === 0 ? socket.send(only) : socket.send(inTurn([only, ...more]));
}

function field(head: string, name: string): string | undefined {
  return new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*\\r?$`, 'im').exec(head)?.[1];
}
