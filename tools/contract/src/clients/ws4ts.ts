import { connect, WebSocket, type Message } from '@ws4ts/core';
import { Mailbox, type Connect } from './interop-client.js';

/** A client of ours that keeps what its hooks are told. */
class Client extends WebSocket {
  readonly mailbox = new Mailbox();
  #ponged: ((payload: string) => void) | undefined;

  pinged(payload: string): Promise<string> {
    this.ping(payload);
    return new Promise((resolve) => (this.#ponged = resolve));
  }

  protected override receivedMessage(message: Message): void {
    this.mailbox.put(message.data);
  }

  protected override ponged(payload: Buffer): void {
    this.#ponged?.(payload.toString('utf8'));
  }
}

/** Connects the client of this library, which offers compression. */
export const connectWs4ts: Connect = async (url, { subprotocols, ca }) => {
  const client = await connect(url, Client, {
    subprotocols,
    compression: { threshold: 10 },
    ...(ca !== undefined && { tls: { ca } }),
  });
  return {
    subprotocol: client.subprotocol ?? '',
    isCompressed: client.isCompressed,
    whenClosed: client.whenClosed.then(() => ({ code: client.closeCode ?? 0, reason: client.closeReason ?? '' })),
    send: (data) => client.send(data),
    receive: () => client.mailbox.take(),
    close: (code, reason) => client.close(code, reason),
    sendFragments: (parts) => void client.send(inTurn(parts)),
    ping: (payload) => client.pinged(payload),
  };
};

async function* inTurn(parts: readonly string[]): AsyncGenerator<string> {
  yield* parts;
}
