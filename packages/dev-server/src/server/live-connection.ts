// One connection of the server's routes, or one that goes through its proxy.
import { UsageError, type WebSocket } from '@ws4ts/core';
import { fromPayload, payloadBytes } from '../frames/payload.js';
import { rawFrame } from '../frames/raw-frame.js';
import type { Manager } from '../loading/seen-managers.js';
import type { Payload } from '../frames/frame-note.js';
import type { ConnectionNote, Traffic } from '../relay/relay-messages.js';
import type { TappedStream } from '../wire/tapped-stream.js';

/** What is known of a connection from the start. */
export interface ConnectionFacts {
  readonly id: string;
  readonly route: string;
  readonly path: string;
  readonly remote: string;
  readonly stream: TappedStream;
  /** The socket at this end; undefined when the connection is only passed on. */
  readonly socket: WebSocket | undefined;
}

/** Whose rooms are seen. */
export interface Managers {
  /** The server's own: where rooms are joined. */
  readonly own: Manager;
  /** Those of the user's files. */
  readonly others: () => Iterable<Manager>;
}

/** FIN and a reserved opcode: what no side may send (§5.2). */
const BAD_FRAME = 0x8b;
const CLOSE_FRAME = 0x88;

/** A connection as the page sees it. */
export class LiveConnection {
  private sent: Traffic = NO_TRAFFIC;
  private received: Traffic = NO_TRAFFIC;

  constructor(
    readonly facts: ConnectionFacts,
    private readonly managers: Managers,
  ) {}

  /** Counts what has gone since the last time, and asks for the latency if it is wanted. */
  tick(seconds: number, measuresLatency: boolean): void {
    const { observer } = this.facts.stream;
    this.sent = traffic(this.sent, observer.sentTally, seconds);
    this.received = traffic(this.received, observer.receivedTally, seconds);
    if (measuresLatency) this.ping();
  }

  /** The names of the rooms that it is in. */
  get rooms(): string[] {
    const { socket } = this.facts;
    if (socket === undefined) return [];
    const names = new Set<string>();
    for (const manager of this.allManagers()) {
      for (const room of manager.rooms()) if (room.has(socket)) names.add(room.name);
    }
    return [...names];
  }

  note(): ConnectionNote {
    const { id, route, path, remote, stream, socket } = this.facts;
    const head = stream.observer.sentHead ?? '';
    const subprotocol = /^sec-websocket-protocol: *(\S+)/im.exec(head)?.[1];
    return {
      id,
      route,
      path,
      remote,
      ...(subprotocol !== undefined && { subprotocol }),
      compressed: stream.observer.sent.isCompressed,
      since: stream.observer.began,
      rooms: this.rooms,
      bufferedAmount: (socket?.bufferedAmount ?? 0) + stream.writableLength,
      ...(stream.latency !== undefined && { latency: stream.latency }),
      received: this.received,
      sent: this.sent,
      chaos: stream.chaos,
    };
  }

  close(code = 1000, reason = ''): void {
    const { socket, stream } = this.facts;
    if (socket !== undefined) {
      socket.close(code, reason);
      return;
    }
    const payload = Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason, 'utf8')]);
    stream.inject(rawFrame(CLOSE_FRAME, payload, false));
  }

  terminate(): void {
    this.facts.stream.destroy();
  }

  ping(): void {
    this.facts.stream.measure();
  }

  send(payload: Payload): void {
    const { socket, stream } = this.facts;
    if (socket !== undefined) socket.send(fromPayload(payload));
    else stream.inject(rawFrame('text' in payload ? 0x81 : 0x82, payloadBytes(payload), false));
  }

  sendBadFrame(): void {
    this.facts.stream.inject(rawFrame(BAD_FRAME, Buffer.from('bad'), false));
  }

  join(room: string): void {
    this.managers.own.room(room).add(this.member());
  }

  leave(room: string): void {
    const member = this.member();
    for (const manager of this.allManagers()) manager.room(room).remove(member);
  }

  private allManagers(): Manager[] {
    return [this.managers.own, ...this.managers.others()];
  }

  private member(): WebSocket {
    const { socket, id } = this.facts;
    if (socket === undefined) throw new UsageError('WS_USAGE_NOT_OPEN', id, 'what goes through a proxy is in no room');
    return socket;
  }
}

const NO_TRAFFIC: Traffic = { messages: 0, bytes: 0, messagesPerSecond: 0, bytesPerSecond: 0 };

function traffic(
  before: Traffic,
  { messages, bytes }: { readonly messages: number; readonly bytes: number },
  seconds: number,
): Traffic {
  const rate = (now: number, then: number): number => Math.round((now - then) / seconds);
  return {
    messages,
    bytes,
    messagesPerSecond: rate(messages, before.messages),
    bytesPerSecond: rate(bytes, before.bytes),
  };
}
