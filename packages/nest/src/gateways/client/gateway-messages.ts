// The messages of one connection on their way to the gateways' handlers, and what these return on its way back.
import { inspect } from 'node:util';
import type { HookResult, Logger, MessageData } from '@ws4ts/core';
import { isObservable, Subscription, type Observable } from 'rxjs';
import type { GatewayMessage, MessageParser } from '../gateway-options.js';

/** A method of a gateway, bound to it and to a client, as Nest hands it over. */
export interface MessageHandler {
  readonly message: unknown;
  readonly callback: (data: unknown, event: unknown) => unknown;
}

/** Turns what a handler has returned into what is answered, one value at a time. */
export type Transform = (result: unknown) => Observable<unknown>;

/** What all connections of an adapter share. */
export interface MessageReading {
  parser: MessageParser;
  readonly logger: Logger;
}

/** Who is answered. */
export interface Answered {
  readonly readyState: number;
  readonly OPEN: number;
  send(text: string): void;
}

interface BoundHandler {
  readonly callback: MessageHandler['callback'];
  readonly transform: Transform;
}

/** So many handlers of one connection may be at work; then nothing is read until one has ended. */
const MOST_AT_WORK = 256;
/** How much of a message that is dropped is logged, in UTF-16 units. */
const MOST_SHOWN = 60;

/** One connection's messages. Handlers run side by side, as with platform-ws; an answer is sent as soon as there is one. */
export class GatewayMessages {
  private readonly handlers = new Map<unknown, BoundHandler[]>();
  private streams: Subscription | undefined;
  private atWork = 0;
  private letIn: (() => void) | undefined;
  private hasComplained = false;

  constructor(
    private readonly client: Answered,
    private readonly reading: MessageReading,
  ) {}

  /** Adds the handlers of one gateway; of two for one event the last counts. */
  bind(handlers: readonly MessageHandler[], transform: Transform): void {
    const ofGateway = new Map(handlers.map(({ message, callback }) => [message, { callback, transform }]));
    for (const [event, handler] of ofGateway) {
      const others = this.handlers.get(event);
      if (others === undefined) this.handlers.set(event, [handler]);
      else others.push(handler);
    }
  }

  /**
   * Calls the handlers of a message's event. What cannot be read, or is for no handler, is dropped; the log is told of the first.
   * @param isHeard whether someone else listens to messages, so that one without a handler is nothing to tell
   */
  receive(data: MessageData, isHeard: boolean): HookResult {
    if (this.handlers.size === 0) return undefined;
    const envelope = this.read(data, isHeard);
    if (!envelope) return undefined;
    const handlers = this.handlers.get(envelope.event);
    if (handlers === undefined) {
      if (!isHeard) this.complain(`no gateway here handles the event ${shown(envelope.event)}`);
      return undefined;
    }
    for (const handler of handlers) void this.handle(handler, envelope);
    return this.atWork < MOST_AT_WORK ? undefined : new Promise((resolve) => (this.letIn = resolve));
  }

  /** Ends what is still being answered. */
  end(): void {
    this.streams?.unsubscribe();
  }

  private read(data: MessageData, isHeard: boolean): ReturnType<MessageParser> {
    try {
      return this.reading.parser(data);
    } catch (error) {
      if (!isHeard) this.complain(`it cannot be read, ${shown(error instanceof Error ? error.message : error)}`);
      return undefined;
    }
  }

  private async handle({ callback, transform }: BoundHandler, { data, event }: GatewayMessage): Promise<void> {
    this.atWork++;
    try {
      const result: unknown = await callback(data, event);
      // Most results are plain values, for which Nest's transform would make four observables to say the same.
      if (isObservable(result)) this.follow(transform(result));
      else this.answer(result);
    } catch (error) {
      this.failed(error);
    }
    this.atWork--;
    const letIn = this.letIn;
    this.letIn = undefined;
    letIn?.();
  }

  private follow(answers: Observable<unknown>): void {
    if (!this.isWanted) return;
    const next = (value: unknown): void => {
      try {
        this.answer(value);
      } catch (error) {
        this.failed(error);
      }
    };
    (this.streams ??= new Subscription()).add(answers.subscribe({ next, error: (error) => this.failed(error) }));
  }

  private answer(value: unknown): void {
    if (value === undefined || value === null || !this.isWanted) return;
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) this.client.send(text);
  }

  private get isWanted(): boolean {
    return this.client.readyState === this.client.OPEN;
  }

  private failed(error: unknown): void {
    this.reading.logger.error('a handler of a gateway has failed', error);
  }

  /** Once a connection: a client that writes nonsense shall not write the log. */
  private complain(why: string): void {
    if (this.hasComplained) return;
    this.hasComplained = true;
    this.reading.logger.warn(`dropped a message, as will be others like it from this client: ${why}`);
  }
}

/** As one line, for some of it is the client's. */
function shown(value: unknown): string {
  return inspect(value, { depth: 0, breakLength: Infinity, maxStringLength: MOST_SHOWN }).slice(0, 2 * MOST_SHOWN);
}
