// One side of a connection in a test: a Protocol, what it wrote and what its handler was told.
import type { MessageCodec } from '../../src/extensions/extension.js';
import { Protocol, type ProtocolHandler } from '../../src/protocol/protocol.js';
import type { MessageData } from '../../src/protocol/message-assembler.js';
import type { ProtocolError } from '../../src/vocabulary/errors.js';
import type { Role } from '../../src/vocabulary/role.js';
import { ByteSink } from './byte-sink.js';

/** What a handler is told, as data. */
export type Told =
  | readonly ['message', MessageData]
  | readonly ['ping']
  | readonly ['pong', string]
  | readonly ['closed', number, string]
  | readonly ['failed', string];

export class Side implements ProtocolHandler {
  readonly sink = new ByteSink();
  readonly protocol: Protocol;
  readonly told: Told[] = [];
  failure: ProtocolError | undefined;
  /** Called after each event has been noted. */
  whenTold: (event: Told) => void = () => undefined;

  constructor(
    readonly role: Role,
    maxMessageSize = 1024 * 1024,
    codec?: MessageCodec,
  ) {
    this.protocol = new Protocol(role, this.sink, this, maxMessageSize, codec);
  }

  /** The role that this side's frames come from. */
  get peer(): Role {
    return this.role === 'server' ? 'client' : 'server';
  }

  receive(...pieces: readonly Buffer[]): this {
    for (const piece of pieces) this.protocol.receive(piece);
    return this;
  }

  message(data: MessageData): void {
    this.note(['message', data]);
  }

  ping(): void {
    this.note(['ping']);
  }

  pong(payload: Buffer): void {
    this.note(['pong', payload.toString('hex')]);
  }

  peerClosed(code: number, reason: string): void {
    this.note(['closed', code, reason]);
  }

  failed(error: ProtocolError): void {
    this.failure = error;
    this.note(['failed', error.code]);
  }

  get messages(): MessageData[] {
    return this.told.flatMap((event) => (event[0] === 'message' ? [event[1]] : []));
  }

  private note(event: Told): void {
    this.told.push(event);
    this.whenTold(event);
  }
}

/** A server that is open. */
export function server(maxMessageSize?: number): Side {
  return new Side('server', maxMessageSize);
}

/** A client that is open. */
export function client(maxMessageSize?: number): Side {
  return new Side('client', maxMessageSize);
}

/** Two sides joined by a wire that carries what either has written, in pieces of at most `piece` bytes. */
export function joined(piece = Infinity): { client: Side; server: Side; carry: () => void } {
  const sides = { client: client(), server: server() };
  const carry = (): void => {
    for (;;) {
      const fromClient = sides.client.sink.take();
      const fromServer = sides.server.sink.take();
      if (fromClient.length + fromServer.length === 0) return;
      deliver(sides.server, fromClient, piece);
      deliver(sides.client, fromServer, piece);
    }
  };
  return { ...sides, carry };
}

function deliver(to: Side, data: Buffer, piece: number): void {
  for (let at = 0; at < data.length; at += piece) to.receive(Buffer.concat([data.subarray(at, at + piece)]));
}
