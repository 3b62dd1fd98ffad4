// The events of a socket as the DOM has them. rxjs's `fromEvent` listens in this way to whoever lets it.

/** Told of an event, as a function or as an object with such a method. */
export type DomListener = ((event: DomEvent) => unknown) | { handleEvent(event: DomEvent): unknown };

/** One event. */
export interface DomEvent {
  readonly type: string;
  readonly target: object;
  /** A message's text as a string, or its bytes. */
  readonly data?: unknown;
  readonly code?: unknown;
  readonly reason?: string;
  readonly wasClean?: boolean;
  readonly error?: unknown;
  readonly message?: string;
}

const ABNORMAL = 1006;

/** What each event's object has beside `type` and `target`, made of what a listener of Node is given. */
const DETAILS: Readonly<Record<string, (first: unknown, second: unknown) => object>> = {
  message: (data, isBinary) => ({ data: isBinary ? data : String(data) }),
  close: (code, reason) => ({ code, reason: String(reason), wasClean: code !== ABNORMAL }),
  error: (error) => ({ error, message: error instanceof Error ? error.message : String(error) }),
  pong: () => ({}),
};

/** A listener of Node that calls one of the DOM. */
export function domListener(target: object, type: string, listener: DomListener): (...values: unknown[]) => void {
  return (first, second) => {
    const event: DomEvent = { type, target, ...DETAILS[type]?.(first, second) };
    if (typeof listener === 'function') listener.call(target, event);
    else listener.handleEvent(event);
  };
}
