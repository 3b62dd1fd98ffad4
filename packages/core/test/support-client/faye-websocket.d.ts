/** The little of faye-websocket's server that is used here: it brings no types. */
declare module 'faye-websocket' {
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  interface Events {
    message: { readonly data: string | Buffer };
    close: { readonly code: number; readonly reason: string };
  }

  class WebSocket {
    static isWebSocket(request: IncomingMessage): boolean;
    constructor(request: IncomingMessage, socket: Duplex, head: Buffer, subprotocols: readonly string[]);
    addEventListener<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
    send(data: string | Buffer): boolean;
    ping(payload: string, ponged: () => void): boolean;
    close(code: number, reason: string): void;
  }

  export default WebSocket;
}
