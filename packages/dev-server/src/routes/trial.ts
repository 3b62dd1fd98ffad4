// The endpoints of the server's own that show one thing each: what a client meets in the wild, at a path of its own.
import { HandshakeError, UsageError, WebSocket, type Message, type UpgradeRequest } from '@ws4ts/core';

/** Sends the time, once a second. */
export class Time extends WebSocket {
  private timer: NodeJS.Timeout | undefined;

  protected override opened(): void {
    const tell = (): void => {
      if (this.isOpen) this.send(new Date().toISOString());
    };
    tell();
    this.timer = setInterval(tell, 1000);
  }

  protected override closed(): void {
    clearInterval(this.timer);
  }
}

/** Sends so many random-looking bytes as it is told, and answers bytes with their sum. */
export class Binary extends WebSocket {
  protected override opened(): void {
    this.send(counted(256));
  }

  protected override receivedMessage(message: Message): void {
    if (!message.isText) this.send(`${message.bytes.length} bytes, sum ${message.bytes.reduce((a, b) => a + b, 0)}`);
    else if (/^\d{1,6}$/.test(message.text)) this.send(counted(Number(message.text)));
    else this.send('send bytes, or a number of bytes to get');
  }
}

function counted(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => i & 0xff));
}

/** Answers after a while: of a message that is a number, so many milliseconds; else a second. */
export class Slow extends WebSocket {
  protected override async receivedMessage(message: Message): Promise<void> {
    const wanted = /^\d{1,5}$/.test(message.text) ? Number(message.text) : 1000;
    await new Promise((resolve) => setTimeout(resolve, Math.min(wanted, 30_000)).unref());
    if (this.isOpen) this.send(message.data);
  }
}

/** Closes with the code of its path as soon as it is open. */
export class Close extends WebSocket {
  protected override opened(): void {
    const code = Number(this.request.params.code);
    if (code === 1006) {
      this.terminate();
      return;
    }
    try {
      this.close(code, `you asked for ${code}`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.close(4000, `${this.request.params.code} may not be sent`);
    }
  }
}

/** How many messages a flood has. */
const FLOOD = 10_000;

/** Sends ten thousand messages as fast as they are taken, and again at each message. */
export class Flood extends WebSocket {
  protected override opened(): Promise<void> {
    return this.flood();
  }

  protected override receivedMessage(): Promise<void> {
    return this.flood();
  }

  private async flood(): Promise<void> {
    for (let i = 1; i <= FLOOD && this.isOpen; i++) {
      this.send(`${i} of ${FLOOD}`);
      if (i % 100 === 0) await this.flush();
    }
  }
}

/** Refuses with the status of its path. */
export class Reject extends WebSocket {
  protected override requested({ params }: UpgradeRequest): void {
    const status = Number(params.status);
    const isAnswer = Number.isInteger(status) && status >= 300 && status <= 599;
    if (!isAnswer) throw new HandshakeError(404, `${params.status} is no status to refuse with: take 300 to 599`);
    const headers: Record<string, string> = {};
    if (status === 401) headers['www-authenticate'] = 'Bearer realm="ws4ts"';
    if (status < 400) headers.location = '/echo';
    throw new HandshakeError(status, `you asked for ${status}`, { headers });
  }
}

/** Tells which subprotocol was agreed on, and echoes. */
export class Subprotocol extends WebSocket {
  protected override opened(): void {
    const { subprotocols } = this.request;
    const offered = subprotocols.length === 0 ? 'nothing' : subprotocols.join(', ');
    this.send(`you offered ${offered}; agreed on ${this.subprotocol ?? 'nothing'}`);
  }

  protected override receivedMessage(message: Message): void {
    this.send(message.data);
  }
}

/** Tells whether messages are compressed, sends one that compresses well, and echoes. */
export class Compressed extends WebSocket {
  protected override opened(): void {
    this.send(this.isCompressed ? 'compressed, as agreed' : 'not compressed: offer permessage-deflate');
    this.send('all work and no play makes a dull message. '.repeat(100));
  }

  protected override receivedMessage(message: Message): void {
    this.send(message.data);
  }
}
