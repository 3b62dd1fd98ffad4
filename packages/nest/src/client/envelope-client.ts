// Talks to a server in envelopes: requests with one answer, and with many.
import { ConnectionClosed, type WebSocket } from '@ws4ts/core';
import {
  isEnvelope,
  jsonCodec,
  type Envelope,
  type EnvelopeCodec,
  type EnvelopeId,
} from '../messages/envelope-codec.js';
import { Answers } from './answers.js';
import { RemoteException } from './remote-exception.js';

/** The events of a server: what each is sent, and what each answers. */
export type EventMap = Record<string, { readonly data: unknown; readonly reply: unknown }>;

/** How long a request is waited for. */
export interface RequestOptions {
  /** Ends the waiting, with its reason, and tells the server that the answer is not wanted any more. */
  readonly signal?: AbortSignal;
}

/**
 * A client for endpoints with `@SubscribeMessage`. It reads all messages of its socket, so leave `receive()` to it.
 *
 * @example
 * const client = new EnvelopeClient<{ sum: { data: number[]; reply: number } }>(await connect('ws://localhost:3000/sums'));
 * console.log(await client.request('sum', [1, 2])); // 3
 */
export class EnvelopeClient<Events extends EventMap = EventMap> {
  private readonly pending = new Map<EnvelopeId, Answers>();
  private readonly listeners = new Map<string, Set<(data: never) => void>>();
  private ids = 0;

  /**
   * @param socket the connection: from `connect` of `@ws4ts/core`, without a class, or from `createTestSocket`
   * @param codec the same as the server's
   */
  constructor(
    readonly socket: WebSocket,
    private readonly codec: EnvelopeCodec = jsonCodec,
  ) {
    void this.read();
  }

  /** Sends without waiting for an answer. Throws ConnectionClosed. */
  emit<Name extends keyof Events & string>(event: Name, data: Events[Name]['data']): void {
    this.write({ event, data });
  }

  /**
   * Sends, and resolves with the answer; with the last one of many. Rejects with a RemoteException when the server answers with
   * one, with ConnectionClosed, or with the reason of the signal.
   */
  async request<Name extends keyof Events & string>(
    event: Name,
    data: Events[Name]['data'],
    options: RequestOptions = {},
  ): Promise<Events[Name]['reply']> {
    let last: unknown;
    for await (const value of this.subscribe(event, data, options)) last = value;
    return last as Awaited<Events[Name]['reply']>;
  }

  /** Sends, and iterates over the answers as they come. Leaving the loop tells the server that no more are wanted. */
  async *subscribe<Name extends keyof Events & string>(
    event: Name,
    data: Events[Name]['data'],
    { signal }: RequestOptions = {},
  ): AsyncGenerator<Events[Name]['reply'], void, void> {
    signal?.throwIfAborted();
    const id = ++this.ids;
    const answers = new Answers();
    const abort = (): void => answers.fail(signal?.reason);
    this.pending.set(id, answers);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      this.write({ event, data, id });
      for await (const value of answers) yield value as Awaited<Events[Name]['reply']>;
    } finally {
      signal?.removeEventListener('abort', abort);
      // Still there: the server has not said that it is done.
      if (this.pending.delete(id) && this.socket.isOpen) this.write({ event, id, cancel: true });
    }
  }

  /** Calls a listener with what the server sends of its own accord under an event. Returns what ends that. */
  listen<Data = unknown>(event: string, listener: (data: Data) => void): () => void {
    const listeners = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, listeners.add(listener as (data: never) => void));
    return () => void listeners.delete(listener as (data: never) => void);
  }

  /** Closes the connection and waits until all is over: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.socket[Symbol.asyncDispose]();
  }

  private write(envelope: Envelope): void {
    this.socket.send(this.codec.encode(envelope));
  }

  private async read(): Promise<void> {
    let reason: unknown = new ConnectionClosed(1005, '');
    try {
      for (;;) this.take(this.codec.decode(await this.socket.receive()));
    } catch (error) {
      reason = error;
      // What is no envelope comes from a server that this client does not understand.
      if (this.socket.isOpen) this.socket.close(1007, 'not an envelope');
    }
    for (const [id, answers] of this.pending) {
      this.pending.delete(id);
      answers.fail(reason);
    }
  }

  private take(envelope: unknown): void {
    if (!isEnvelope(envelope)) return;
    const { event, id, data } = envelope;
    if (id === undefined) {
      for (const listener of this.listeners.get(event) ?? []) call(listener, data);
      return;
    }
    const answers = this.pending.get(id);
    if (answers === undefined) return;
    if (envelope.done) this.pending.delete(id);
    if (event === 'exception') answers.fail(new RemoteException(data));
    else if ('data' in envelope) answers.put(data);
    if (envelope.done) answers.end();
  }
}

/** Calls a listener; an error of it is the application's, and not the connection's. */
function call(listener: (data: never) => void, data: unknown): void {
  try {
    listener(data as never);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
