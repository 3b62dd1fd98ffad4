// The server under test, in a process of its own. It tells everyone one number after another, and answers what it is asked.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger, WebSocket, type Message } from '@ws4ts/core';
import { attach } from '@ws4ts/http';

/** What is left in the process. */
export interface Report {
  readonly rss: number;
  /** How many handles and timers there are, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** Listeners of the process and of the server. */
  readonly listeners: number;
  readonly sockets: number;
  /** The last number that was told. */
  readonly told: number;
}

class Numbers extends WebSocket {
  protected override opened(): void {
    this.send(`from ${told}`);
  }

  protected override receivedMessage(message: Message): void {
    this.send(message.data);
  }
}

let told = 0;
const server = createServer();
const sockets = attach(server, { '/': Numbers }, { logger: silentLogger, closeTimeout: 1000 });

function report(): Report {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const listeners = [process, server].flatMap((one) => one.eventNames().map((name) => one.listenerCount(name)));
  return {
    rss: process.memoryUsage.rss(),
    resources,
    listeners: listeners.reduce((sum, count) => sum + count, 0),
    sockets: sockets.manager.size,
    told,
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
