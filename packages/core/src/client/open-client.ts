// The last step of a client's handshake: the server's answer is checked, and the socket gets its connection.
import type { Duplex } from 'node:stream';
import { PermessageDeflate } from '../extensions/permessage-deflate.js';
import { readOpeningAnswer, type OpeningOffer } from '../handshake/client-handshake.js';
import type { CompressionPlan } from '../options/compression-options.js';
import type { ConnectionOptions } from '../options/connection-options.js';
import { attachStream, type WebSocket } from '../socket/web-socket.js';

/** A server's answer to a client, and what the client had asked for. */
export interface Opening {
  readonly status: number;
  readonly headers: Parameters<typeof readOpeningAnswer>[1];
  /** Bytes that came behind the answer. */
  readonly head: Buffer;
  readonly offer: OpeningOffer;
  readonly plan: CompressionPlan | undefined;
  readonly options: ConnectionOptions;
}

/** Opens a client's socket on a stream; throws a HandshakeError for an answer that breaks RFC 6455 §4.1. */
export function openClient(socket: WebSocket, stream: Duplex, opening: Opening): void {
  const { status, headers, head, offer, plan, options } = opening;
  const { subprotocol, deflate } = readOpeningAnswer(status, headers, offer);
  const codec = deflate && plan && new PermessageDeflate('client', deflate, plan.effort);
  attachStream(socket, { stream, role: 'client', options, subprotocol, codec }).start(head);
}
