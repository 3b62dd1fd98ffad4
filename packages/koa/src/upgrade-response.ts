// The response of a request that asks for an upgrade: node:http's own, on the request's connection, as Koa and its middleware know
// it. It ends in one of two ways: as an answer, which ends the connection too, or given up, so that the 101 takes its place.
import { ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { hangUp } from '@ws4ts/core';
import type { HttpUpgrade } from '@ws4ts/http';

/** What describes a body or a connection, and has no place in a 101. */
const OF_THE_ANSWER: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-type',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

const NONE: readonly never[] = [];

/** A header that goes to the 101; a name may come more than once. */
export type AddedHeader = [name: string, value: string];

/** A ServerResponse, and the connection that it may be written to. */
export class UpgradeResponse {
  readonly response: ServerResponse;
  private readonly socket: Socket;
  private isConnected = false;

  constructor({ request, socket }: HttpUpgrade) {
    this.response = new ServerResponse(request);
    // The state of a connection after a failed upgrade is doubtful: it ends.
    this.response.shouldKeepAlive = false;
    this.socket = socket as Socket;
  }

  /** Lets what is written to the response go out on the connection; the end of the response ends the connection. */
  connect(): void {
    try {
      this.response.assignSocket(this.socket);
    } catch {
      // The answer to an earlier request of a client that pipelines is still on its way; there is no telling where it ends.
      this.socket.destroy();
      return;
    }
    this.isConnected = true;
    this.response.once('finish', this.onFinish);
    this.socket.on('drain', this.onDrain);
  }

  /** Takes the response off the connection, and returns what it adds to a 101. The response counts as ended. */
  giveUp(): readonly AddedHeader[] {
    this.disconnect();
    // With no connection it goes nowhere; but those who wait for the head to be written, to add to it, do so now.
    if (!this.response.writableEnded) this.response.end();
    // Of most there is nothing to copy.
    return this.response.getHeaderNames().length === 0 ? NONE : headerList(this.response.getHeaders());
  }

  /** Tells those who wait for the end of the response that it has come. */
  announceEnd(): void {
    this.response.emit('finish');
    this.response.emit('close');
  }

  private disconnect(): void {
    if (!this.isConnected) return;
    this.isConnected = false;
    this.response.off('finish', this.onFinish);
    this.socket.off('drain', this.onDrain);
    this.response.detachSocket(this.socket);
  }

  private readonly onFinish = (): void => {
    this.disconnect();
    hangUp(this.socket);
    // As node:http does it: those who hear `finish` after us hear it before `close`.
    process.nextTick(() => this.response.emit('close'));
  };

  /** node:http does this for the sockets of its own; it has let go of this one. */
  private readonly onDrain = (): void => void this.response.emit('drain');
}

function headerList(headers: OutgoingHttpHeaders): AddedHeader[] {
  return Object.entries(headers).flatMap(([name, value]): AddedHeader[] => {
    if (value === undefined || OF_THE_ANSWER.has(name)) return [];
    return [value].flat().map((one) => [name, String(one)]);
  });
}
