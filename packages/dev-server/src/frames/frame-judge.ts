// Reads one direction of a connection as its receiver does, by core's own protocol: it knows what a compressed message inflates to,
// and which rule a frame breaks.
import { PermessageDeflate, Protocol, type MessageData, type ProtocolError, type Role } from '@ws4ts/core/protocol';

/** The biggest message that is looked at whole, in bytes. */
export const MOST_LOOKED_AT = 64 * 1024 * 1024;
/** The largest window, and all that came before: what was compressed with less can be inflated with this. */
const WIDEST = { windowBits: 15, takeover: true };
const EFFORT = { threshold: 0, level: 0, memoryLevel: 1 };
/** Answers of this reader go nowhere. */
const NOWHERE = {
  isBlocked: false,
  at: 0,
  reserve: (size: number) => Buffer.allocUnsafe(size),
  commit() {},
  push() {},
};

/** What the bytes of one frame have led to. */
export interface Judgement {
  /** The message that the frame has ended, inflated. */
  readonly message: MessageData | undefined;
  /** The rule that it breaks. */
  readonly error: string | undefined;
  /** Whether it has given up, since a rule was broken or a message too big: nothing is known of what came later. */
  readonly isBlind: boolean;
}

/** Judges the frames that one side receives. */
export class FrameJudge {
  private readonly protocol: Protocol;
  private message: MessageData | undefined;
  private error: string | undefined;
  private isBlind = false;

  constructor(receiver: Role, isCompressed: boolean) {
    const handler = {
      message: (data: MessageData) => (this.message = data),
      ping() {},
      pong() {},
      peerClosed() {},
      failed: ({ code, message }: ProtocolError) => {
        this.isBlind = true;
        if (code !== 'WS_MESSAGE_TOO_BIG') this.error = message;
      },
    };
    const codec = isCompressed
      ? new PermessageDeflate(receiver, { server: WIDEST, client: WIDEST }, EFFORT)
      : undefined;
    this.protocol = new Protocol(receiver, NOWHERE, handler, MOST_LOOKED_AT, codec);
  }

  /** Takes bytes, which are not changed. */
  receive(bytes: Buffer): void {
    this.protocol.receive(Buffer.from(bytes));
  }

  /** What has come of the bytes since the last time. */
  take(): Judgement {
    const judgement = { message: this.message, error: this.error, isBlind: this.isBlind };
    this.message = this.error = undefined;
    return judgement;
  }
}
