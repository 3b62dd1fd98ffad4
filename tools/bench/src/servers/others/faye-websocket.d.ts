/** The little of faye-websocket that is used here: it brings no types. */
declare module 'faye-websocket' {
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  interface Events {
    message: { readonly data: string | Buffer };
    close: { readonly code: number };
  }

  class FayeWebSocket {
    constructor(request: IncomingMessage, socket: Duplex, head: Buffer);
    on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
    send(data: string | Buffer): boolean;
  }

  export default FayeWebSocket;
}
