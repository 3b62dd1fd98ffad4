/** A user's file cannot be served; the message says why, in a sentence. */
export class LoadingError extends Error {
  override readonly name = 'LoadingError';
}
