// The answer to one message: nothing, one value, or many.
import type { WebSocket } from '@ws4ts/core';
import type { EnvelopeCodec, EnvelopeId } from './envelope-codec.js';
import type { ExceptionReport } from './exception.js';

/** Answers one message. What is said once the connection is ending is dropped. */
export class Answer {
  constructor(
    private readonly socket: WebSocket,
    private readonly codec: EnvelopeCodec,
    private readonly event: string,
    readonly id: EnvelopeId | undefined,
  ) {}

  /** Whether somebody is there to be answered. */
  get isWanted(): boolean {
    return this.socket.isOpen;
  }

  /** The whole answer. A value of the form `{ event, data }` goes under that event; nothing is sent for nothing unasked. */
  value(value: unknown): void {
    const { id } = this;
    if (value === undefined && id === undefined) return;
    const { event, data } = isEvent(value) ? value : { event: this.event, data: value };
    this.send(id === undefined ? { event, data } : { event, data, id, done: true });
  }

  /** One of many values. */
  item(value: unknown): void {
    const { id } = this;
    const { event, data } = isEvent(value) ? value : { event: this.event, data: value };
    this.send(id === undefined ? { event, data } : { event, data, id });
  }

  /** The end of many values. */
  done(): void {
    if (this.id !== undefined) this.send({ event: this.event, id: this.id, done: true });
  }

  /** That there is no answer, and why. */
  exception(data: ExceptionReport | object): void {
    this.send({ event: 'exception', data, ...(this.id !== undefined && { id: this.id, done: true }) });
  }

  private send(envelope: Parameters<EnvelopeCodec['encode']>[0]): void {
    if (this.socket.isOpen) this.socket.send(this.codec.encode(envelope));
  }
}

function isEvent(value: unknown): value is { event: string; data: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    'data' in value &&
    typeof (value as { event: unknown }).event === 'string'
  );
}
