/** The little of faye-websocket that is used here: it brings no types. */
declare module 'faye-websocket' {
  interface Events {
    open: object;
    message: { readonly data: string | Buffer };
    close: { readonly code: number; readonly reason: string };
    error: { readonly message: string };
  }

  class Client {
    constructor(url: string, subprotocols: readonly string[], options: { readonly ca?: string });
    readonly protocol: string;
    addEventListener<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): void;
    send(data: string | Buffer): boolean;
    ping(payload: string, ponged: () => void): boolean;
    close(code: number, reason: string): void;
  }

  const faye: { readonly Client: typeof Client };
  export default faye;
}
