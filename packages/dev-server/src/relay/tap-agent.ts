// Makes a client's connections go through a tap, so that its handshake and its frames are seen as they are on the wire.
import { Agent as PlainAgent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { TappedStream } from '../wire/tapped-stream.js';

/** Told of each connection that is dialled, before a byte has gone. */
export type Tapped = (stream: TappedStream, socket: Duplex) => void;

/** An agent for `connect` of `@ws4ts/core`: of node:https for wss:, of node:http else. */
export function tapAgent(isSecure: boolean, tapped: Tapped): PlainAgent {
  const agent = isSecure ? new SecureAgent() : new PlainAgent();
  const dial = agent.createConnection.bind(agent);
  agent.createConnection = (options: Parameters<typeof dial>[0]) => {
    const socket = dial(options) as Duplex;
    const stream = new TappedStream(socket, 'client');
    tapped(stream, socket);
    return stream;
  };
  return agent;
}
