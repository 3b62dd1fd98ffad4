// Why a message could not be inflated. What to tell the peer is decided elsewhere.

/** `'broken'`: the data is not valid DEFLATE data; `'too big'`: it inflates to more than was allowed. */
export type InflateFailure = 'broken' | 'too big';

/** Thrown by `Inflater`; the history is then worth nothing, so the connection has to end. */
export class InflateError extends Error {
  override readonly name = 'InflateError';

  constructor(readonly failure: InflateFailure) {
    super(failure === 'broken' ? 'the compressed data is broken' : 'the message is too big once inflated');
  }
}
