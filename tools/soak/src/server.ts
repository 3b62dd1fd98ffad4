// The server under test, in a process of its own. It tells everyone one number after another, and answers what it is asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConnectionClosed, silentLogger, WebSocket, type Message } from '@ws4ts/core';
import { attach } from '@ws4ts/http';
import { timersLeft, watchTimers } from './timers.js';

/** What is left in the process. */
export interface Report {
  readonly rss: number;
  /** What the heap holds, after a collection. */
  readonly heap: number;
  /** How many timers of ours are still to fire. */
  readonly timers: number;
  /** How many handles there are, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** Listeners of the process and of the server. */
  readonly listeners: number;
  readonly sockets: number;
  /** The last number that was told. */
  readonly told: number;
  /** How many clients were closed because they did not take what they had asked for. */
  readonly overfull: number;
}

/** More than any bound of ours and all that the kernel takes: who asks for it and does not read it is closed. */
const FLOOD = 64;
const PIECE = Buffer.alloc(2 ** 20);

class Numbers extends WebSocket {
  protected override opened(): void {
    this.send(`from ${told}`);
  }

  protected override receivedMessage(message: Message): void {
    if (message.data === 'flood') this.flood();
    else this.send(message.data);
  }

  private flood(): void {
    try {
      for (let i = 0; i < FLOOD; i++) this.send(PIECE);
    } catch (error) {
      if (!(error instanceof ConnectionClosed)) throw error;
      overfull++;
    }
  }
}

watchTimers();

let told = 0;
let overfull = 0;
const server = createServer();
const sockets = attach(
  server,
  { '/': Numbers },
  {
    logger: silentLogger,
    closeTimeout: 1000,
    handshakeTimeout: 5000,
    maxBufferedAmount: 2 ** 20,
  },
);

function report(): Report {
  const timers = timersLeft();
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const listeners = [process, server].flatMap((one) => one.eventNames().map((name) => one.listenerCount(name)));
  return {
    rss: process.memoryUsage.rss(),
    heap: process.memoryUsage().heapUsed,
    timers,
    resources,
    listeners: listeners.reduce((sum, count) => sum + count, 0),
    sockets: sockets.manager.size,
    told,
    overfull,
  };
}

const requests: Readonly<Record<string, () => unknown>> = {
  tell: () => {
    sockets.manager.broadcast(`told ${++told}`);
    return told;
  },
  report,
};

process.on('message', (request: string) => process.send?.(requests[request]?.() ?? null));
process.on('disconnect', () => process.exit());
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () =>
  process.send?.((server.address() as AddressInfo).port),
);
