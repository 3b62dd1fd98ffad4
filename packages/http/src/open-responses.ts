// Which connections are owed a response. HTTP answers in the order of the requests, and a client need not wait for one answer before
// it asks again: nothing may be written to such a connection by anybody else.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** Knows of each connection the last response that is under way. */
export class OpenResponses {
  private readonly last = new WeakMap<Duplex, ServerResponse>();
  /** One listener for all of them, which knows by `this` whose it is. */
  private readonly onClose: (this: ServerResponse) => void;

  /** @param answered told of the last request of a connection that is owed nothing any more */
  constructor(answered: (request: IncomingMessage) => void) {
    const { last } = this;
    this.onClose = function () {
      if (last.get(this.req.socket) !== this) return;
      last.delete(this.req.socket);
      answered(this.req);
    };
  }

  add(response: ServerResponse): void {
    this.last.set(response.req.socket, response);
    response.on('close', this.onClose);
  }

  isOwed(socket: Duplex): boolean {
    return this.last.has(socket);
  }

  /** Calls back when a connection that is owed a response has got it, or is lost; perhaps never for one that is lost. */
  whenAnswered(socket: Duplex, then: () => void): void {
    this.last.get(socket)?.once('close', then);
  }
}
