// The codes of what can go wrong with a message. Clients import this too, so it knows nothing of Nest.

/** Why a message could not be handled; each with the sentence for people. */
export const EXCEPTIONS = {
  WS_BAD_ENVELOPE: 'the message is no envelope',
  WS_UNKNOWN_EVENT: 'no handler subscribes to this event',
  WS_ID_IN_USE: 'a stream with this id is under way',
  WS_TOO_MANY_STREAMS: 'too many streams are under way',
  /** Of the client: the server answers more quickly than the answers are read. */
  WS_TOO_SLOW: 'more answers wait than may',
  /** A guard, a pipe or the handler has refused the message. */
  WS_REJECTED: 'the message was refused',
  /** The application failed; nothing of the error leaves the server. */
  WS_FAILED: 'Internal server error',
} as const satisfies Record<string, string>;

/** The stable code of an exception. */
export type ExceptionCode = keyof typeof EXCEPTIONS;

/** What an exception's `message` says, as one sentence for people: pipes give a list, of one reason each. */
export function sentenceOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  return Array.isArray(message) ? message.map(sentenceOf).join(', ') : JSON.stringify(message);
}
