// What a message with a shape looks like, and how it is written.
import type { Data, Message } from '@ws4ts/core';

/** What connects an answer with its request. */
export type EnvelopeId = string | number;

/** A message with a shape. */
export interface Envelope {
  /** What it is about. */
  readonly event: string;
  readonly data?: unknown;
  /** Set by who wants an answer; the answer carries the same. */
  readonly id?: EnvelopeId | undefined;
  /** In an answer: no more follows. */
  readonly done?: true;
  /** In a request: the answer that is under way is not wanted any more. */
  readonly cancel?: true;
}

/** Writes envelopes as messages and reads them. */
export interface EnvelopeCodec {
  encode(envelope: Envelope): Data;
  /**
   * Reads a message; throws for one that is broken. Undefined says that it is no envelope at all: it goes to the class's
   * `receivedMessage` then. What is returned need not have been checked.
   */
  decode(message: Message): unknown;
}

/** Envelopes as JSON in text messages. Binary messages are none. */
export const jsonCodec: EnvelopeCodec = {
  encode: (envelope) => JSON.stringify(envelope),
  decode: (message) => (message.isText ? message.json() : undefined),
};

/** Whether something is an envelope. */
export function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null) return false;
  const { event, id } = value as Partial<Record<keyof Envelope, unknown>>;
  return typeof event === 'string' && (id === undefined || typeof id === 'string' || typeof id === 'number');
}
