// What a `receivedMessage` hook is given.
import type { MessageData } from '../protocol/message-assembler.js';

/**
 * A whole message. It is the application's: nothing changes it afterwards. Its memory may hold other messages as well: copy what you
 * transfer to a worker.
 */
export class Message {
  /** A string for a text message, a `Buffer` for a binary one. Given to `send`, it goes back as it came. */
  readonly data: MessageData;

  constructor(data: MessageData) {
    this.data = data;
  }

  /** Whether this is a text message. */
  get isText(): boolean {
    return typeof this.data === 'string';
  }

  /** The message as a string: the text, or the bytes read as UTF-8. */
  get text(): string {
    return typeof this.data === 'string' ? this.data : this.data.toString('utf8');
  }

  /** The message as bytes: the bytes, or the text in UTF-8. */
  get bytes(): Buffer {
    return typeof this.data === 'string' ? Buffer.from(this.data, 'utf8') : this.data;
  }

  /** The value that the text is the JSON of; throws a SyntaxError for any other text. It has not been checked: it may be of any shape. */
  json(): unknown {
    return JSON.parse(this.text);
  }
}
