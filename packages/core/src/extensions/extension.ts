// An extension as a header names it, and as the protocol uses it.

/** One extension of a Sec-WebSocket-Extensions header: its name and its parameters, in order, repeated ones kept. */
export interface ExtensionOffer {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, value: string | undefined])[];
}

/** Transforms the payloads of messages (RFC 7692 §5: a "Per-Message Compression Extension"). */
export interface MessageCodec {
  /** Messages with fewer bytes are sent as they are. */
  readonly threshold: number;
  /**
   * What connections whose messages look the same on the wire have in common, so that a broadcast is encoded once for all;
   * undefined when each message depends on those before.
   */
  readonly sharedKey: string | undefined;
  /** Encodes a message, or the next part of one. */
  encode(bytes: Uint8Array, isFinal: boolean): Buffer;
  /** Decodes a whole message; throws a ProtocolError for broken data, or for more than `limit` bytes. */
  decode(payload: Uint8Array, limit: number): Buffer;
  /** Lets go of what it keeps between messages, as far as the peer does not rely on it. */
  release(): void;
}
