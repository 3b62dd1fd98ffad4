// Which connections are owed a response. HTTP answers in the order of the requests, and a client need not wait for one answer before
// it asks again: nothing may be written to such a connection by anybody else.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * Where a connection has the last response that is under way. Not in a WeakMap: the collector goes through all that one holds, time
 * and again.
 */
const last = Symbol('last response');

type Connection = Duplex & { [last]?: ServerResponse | undefined };

/** Knows of each connection the last response that is under way. */
export class OpenResponses {
  /** One listener for all of them, which knows by `this` whose it is. */
  private readonly onClose: (this: ServerResponse) => void;

  /** @param answered told of the last request of a connection that is owed nothing any more */
  constructor(answered: (request: IncomingMessage) => void) {
    this.onClose = function () {
      const socket: Connection = this.req.socket;
      if (socket[last] !== this) return;
      socket[last] = undefined;
      answered(this.req);
    };
  }

  add(response: ServerResponse): void {
    (response.req.socket as Connection)[last] = response;
    response.on('close', this.onClose);
  }

  isOwed(socket: Connection): boolean {
    return socket[last] !== undefined;
  }

  /** Calls back when a connection that is owed a response has got it, or is lost; perhaps never for one that is lost. */
  whenAnswered(socket: Connection, then: () => void): void {
    socket[last]?.once('close', then);
  }
}
