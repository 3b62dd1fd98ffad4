// What a server has answered in place of a result.
import { sentenceOf } from '../messages/exception-codes.js';

/** A request was answered with an exception. */
export class RemoteException extends Error {
  override readonly name = 'RemoteException';
  /** The server's code, such as `WS_UNKNOWN_EVENT`; undefined when it gave none. */
  readonly code: string | undefined;

  /** @param data all that the server said */
  constructor(readonly data: unknown) {
    const { code, message } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
    super(sentenceOf(message) || 'the request was refused');
    this.code = typeof code === 'string' ? code : undefined;
  }
}
