// What the clients of others have in common, as the tests use them.

/** How a connection ended. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
}

/** An open connection of another library's client. */
export interface InteropSocket {
  /** The subprotocol that was agreed on; empty for none. */
  readonly subprotocol: string;
  /** Whether permessage-deflate was agreed on. */
  readonly isCompressed: boolean;
  readonly whenClosed: Promise<Ending>;
  send(data: string | Buffer): void;
  /** The next message; bytes as a Buffer. */
  receive(): Promise<string | Buffer>;
  close(code: number, reason: string): void;
  /** Sends one message in fragments; for clients that can. */
  sendFragments?(parts: readonly string[]): void;
  /** Pings, and resolves with the pong; for clients that can. */
  ping?(payload: string): Promise<string>;
}

export interface InteropOptions {
  readonly subprotocols: readonly string[];
  /** The certificate to trust. */
  readonly ca: string | undefined;
}

/** Connects; rejects when the server refuses. */
export type Connect = (url: string, options: InteropOptions) => Promise<InteropSocket>;

/** Messages that come and are asked for, in whichever order. */
export class Mailbox {
  readonly #messages: (string | Buffer)[] = [];
  readonly #takers: ((message: string | Buffer) => void)[] = [];

  put(message: string | Buffer): void {
    const take = this.#takers.shift();
    if (take) take(message);
    else this.#messages.push(message);
  }

  take(): Promise<string | Buffer> {
    const message = this.#messages.shift();
    return message === undefined ? new Promise((resolve) => this.#takers.push(resolve)) : Promise.resolve(message);
  }
}
