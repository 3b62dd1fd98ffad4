// What is told of one frame: in the page, in recordings, and with --json.

/** A payload in JSON: text, or bytes in base64. */
export type Payload = { readonly text: string } | { readonly base64: string };

/** The opcodes of RFC 6455 by name; a frame with any other one is `reserved`. */
export type OpcodeName = 'continuation' | 'text' | 'binary' | 'close' | 'ping' | 'pong' | 'reserved';

/** One frame. `sent` is what the near side of the session sends: the relay's client, or the dev server on its own routes. */
export interface FrameNote {
  /** From 1 on, for both directions together. */
  readonly number: number;
  readonly direction: 'sent' | 'received';
  /** Since the connection was dialled or came in, in milliseconds, with microseconds behind the point. */
  readonly time: number;
  readonly opcode: OpcodeName;
  /** The first byte as it was on the wire: FIN, reserved bits, opcode. */
  readonly firstByte: number;
  readonly final: boolean;
  /** RSV1: the first frame of a compressed message. */
  readonly compressed: boolean;
  readonly masked: boolean;
  /** The payload's length as on the wire (compressed, if it is), and that of the whole frame with its header. */
  readonly length: number;
  readonly wireLength: number;
  /**
   * The payload, unmasked. In a compressed message: what it inflates to, at the message's last frame, and nothing at those
   * before it. At most the first 64 KiB; in the file of `--record` all of it, up to 64 MiB.
   */
  readonly payload: Payload;
  /** Whether `payload` is less than all. */
  readonly truncated: boolean;
  /** The length of the message that a compressed frame ended, inflated. */
  readonly inflatedLength?: number;
  /** For a pong: the time since its ping, in milliseconds. */
  readonly roundTrip?: number;
  /** For a close frame that has them. */
  readonly closeCode?: number;
  readonly closeReason?: string;
  /** The rule that the frame breaks; nothing more can be read in its direction. `payload` is what could not be read then. */
  readonly error?: string;
}
