// Receives the messages of a class with handlers: decodes them, calls their handlers one after another, and answers. What
// cannot be handled is told to the sender and to the log.
import { HttpException } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import {
  ConnectionClosed,
  Message,
  type Hooks,
  type HookResult,
  type Logger,
  type MessageData,
  type WebSocket,
} from '@ws4ts/core';
import { finalize, isObservable, Subject, Subscription } from 'rxjs';
import { Answer } from './answer.js';
import { isEnvelope, type Envelope, type EnvelopeCodec } from './envelope-codec.js';
import { reportOf, reportOfError } from './exception.js';
import { EXCEPTIONS, sentenceOf, type ExceptionCode } from './exception-codes.js';
import { Intercepted, isAsyncIterable, type MessageHandler } from './message-handler.js';
import type { MessageArguments } from './parameters.js';
import { Streams } from './streams.js';

/** Handlers by their events. */
export type Handlers = ReadonlyMap<string, MessageHandler>;

/** What holds for all messages of an application. */
export interface MessageSettings {
  readonly codec: EnvelopeCodec;
  readonly maxStreams: number;
  readonly logger: Logger;
}

/** How much of the reason for a refusal is logged, in UTF-16 units. */
const MOST_SHOWN = 200;

/** One message that has a handler. */
interface Call {
  readonly socket: WebSocket;
  readonly handler: MessageHandler;
  readonly args: MessageArguments;
  readonly answer: Answer;
}

/** Receives for all connections of one class. */
export class MessageReceiver {
  private readonly streams = new WeakMap<WebSocket, Streams>();
  /** Of whom the log knows already: a client that writes nonsense shall not write the log. */
  private readonly refused = new WeakSet<WebSocket>();

  /** @param own the class's hooks, where it receives messages that are no envelopes by itself */
  constructor(
    private readonly handlersOf: (socket: WebSocket) => Handlers,
    private readonly settings: MessageSettings,
    private readonly own: Hooks<WebSocket> | undefined,
  ) {}

  /** Handles one message. The next one waits for the promise that is returned, if any. */
  receive(socket: WebSocket, data: MessageData): HookResult {
    let envelope: unknown;
    try {
      envelope = this.settings.codec.decode(new Message(data));
    } catch {
      return this.refuse(socket, 'WS_BAD_ENVELOPE', undefined);
    }
    if (envelope === undefined && this.own !== undefined) return this.own.receivedMessage(socket, data);
    if (!isEnvelope(envelope)) return this.refuse(socket, 'WS_BAD_ENVELOPE', undefined);
    if (envelope.cancel === true) return this.streams.get(socket)?.cancel(envelope.id);
    const handler = this.handlersOf(socket).get(envelope.event);
    if (handler === undefined) return this.refuse(socket, 'WS_UNKNOWN_EVENT', envelope);
    return this.call(socket, handler, envelope);
  }

  /** Ends what is under way for a connection that is gone. */
  end(socket: WebSocket): void {
    this.streams.get(socket)?.cancelAll();
  }

  private call(socket: WebSocket, handler: MessageHandler, { event, data, id }: Envelope): HookResult {
    const answer = new Answer(socket, this.settings.codec, event, id);
    const args: MessageArguments = [socket, data, (value) => answer.value(value), event];
    const call: Call = { socket, handler, args, answer };
    try {
      const result = handler.handle(args);
      if (!isThenable(result)) return this.answered(call, result);
      return Promise.resolve(result)
        .then((value) => this.answered(call, value))
        .catch((error: unknown) => this.failed(call, error));
    } catch (error) {
      return this.failed(call, error);
    }
  }

  /** Answers with what a handler has returned. */
  private answered(call: Call, result: unknown): HookResult {
    if (isObservable(result))
      return this.stream(call, (streams, failed) => streams.observe(result, call.answer, failed));
    if (isAsyncIterable(result)) {
      return this.stream(call, (streams, failed) => streams.iterate(result, call.socket, call.answer, failed));
    }
    if (result instanceof Intercepted) return this.intercepted(call, result);
    if (!call.handler.hasAck || result !== undefined) call.answer.value(result);
    return undefined;
  }

  private stream(call: Call, start: (streams: Streams, failed: (error: unknown) => void) => void): void {
    const { socket, answer } = call;
    let streams = this.streams.get(socket);
    if (streams === undefined) this.streams.set(socket, (streams = new Streams()));
    const { id } = answer;
    if (id !== undefined && streams.has(id)) return this.refuse(socket, 'WS_ID_IN_USE', { event: call.args[3], id });
    if (streams.size >= this.settings.maxStreams) {
      return this.refuse(socket, 'WS_TOO_MANY_STREAMS', { event: call.args[3], id });
    }
    if (answer.isWanted) start(streams, (error) => void this.failed(call, error));
  }

  /** Waits for the one value of an observable, unless it turns out to be a stream, which then runs beside what follows. */
  private intercepted(call: Call, intercepted: Intercepted): HookResult {
    return new Promise((resolve) => {
      let last: unknown;
      let relay: Subject<unknown> | undefined;
      const subscription = new Subscription();
      intercepted.becameStream = () => {
        const relayed = (relay = new Subject());
        const values = relayed.pipe(finalize(() => subscription.unsubscribe()));
        this.stream(call, (streams, failed) => streams.observe(values, call.answer, failed));
        if (!relayed.observed) subscription.unsubscribe();
        resolve();
      };
      subscription.add(
        intercepted.values.subscribe({
          next: (value) => (relay === undefined ? (last = value) : relay.next(value)),
          error: (error) => (relay === undefined ? resolve(this.failed(call, error)) : relay.error(error)),
          complete: () => (relay === undefined ? resolve(this.answeredLate(call, last)) : relay.complete()),
        }),
      );
    });
  }

  /** Answers with the one value that interceptors have left. */
  private async answeredLate(call: Call, value: unknown): Promise<void> {
    try {
      await this.answered(call, value);
    } catch (error) {
      await this.failed(call, error);
    }
  }

  /** Has a filter answer for an error, or reports it. */
  private failed(call: Call, error: unknown): HookResult {
    const { socket, handler, args } = call;
    // A client that goes while it is answered is in the course of things.
    if (error instanceof ConnectionClosed && !socket.isOpen) return undefined;
    const filter = handler.filterFor(error, args);
    if (filter === undefined) return this.report(call, error);
    return this.filtered(call, filter, error).catch((again: unknown) => this.filterFailed(call, error, again));
  }

  private async filtered(call: Call, filter: () => unknown, error: unknown): Promise<void> {
    const { socket, answer } = call;
    let hasEmitted = false;
    // Nest's own filter answers by `emit`, which clients of socket.io have.
    const emit = (event: string, data: unknown): boolean => {
      answer.value({ event, data });
      return (hasEmitted = true);
    };
    if (!('emit' in socket)) Object.defineProperty(socket, 'emit', { value: emit, configurable: true });
    let said: unknown;
    try {
      said = await filter();
    } finally {
      if (Reflect.get(socket, 'emit') === emit) Reflect.deleteProperty(socket, 'emit');
    }
    if (hasEmitted) return;
    if (said === undefined) this.report(call, error);
    else if (said === null) answer.done();
    else answer.exception(said);
  }

  /** A filter may throw what the client is to be told. Anything else is its own failure, and no answer to the client. */
  private filterFailed(call: Call, error: unknown, again: unknown): void {
    if (again instanceof WsException || again instanceof HttpException) return this.report(call, again);
    if (again !== error) this.settings.logger.error(`the exception filter for ${whereOf(call)} has failed`, again);
    return this.report(call, error);
  }

  private report(call: Call, error: unknown): void {
    const report = reportOfError(error);
    const { logger } = this.settings;
    if (report.code === 'WS_FAILED') logger.error(`the handler of ${whereOf(call)} has failed`, error);
    else this.logRefusal(call.socket, whereOf(call), sentenceOf(report.message) || EXCEPTIONS.WS_REJECTED);
    call.answer.exception(report);
  }

  /** Tells why a message has no handler. */
  private refuse(socket: WebSocket, code: ExceptionCode, about: Pick<Envelope, 'event' | 'id'> | undefined): void {
    const event = about?.event ?? '';
    const shown = event === '' ? '' : `: ${JSON.stringify(event.slice(0, 80))}`;
    this.logRefusal(socket, socket.constructor.name, `${EXCEPTIONS[code]}${shown}`);
    new Answer(socket, this.settings.codec, event, about?.id).exception({ ...reportOf(code), ...(about && { event }) });
  }

  private logRefusal(socket: WebSocket, where: string, why: string): void {
    if (this.refused.has(socket)) return;
    this.refused.add(socket);
    // As one line: some of it is the client's.
    const line = why.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, MOST_SHOWN);
    this.settings.logger.warn(`refused a message for ${where}, the first of this connection: ${line}`);
  }
}

function whereOf({ socket, args }: Call): string {
  return `${args[3]} of ${socket.constructor.name}`;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
