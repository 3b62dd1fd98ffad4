// What a connection has still to send. All frames that are sent while one piece of input is handled, or in one turn of the
// event loop, leave in one write: a write costs more than everything else that a small message costs. Small frames are
// written straight into a scratch buffer that all connections share; who needs it next takes it over, and what was in it is
// moved to its owner's queue.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FrameSink } from '../wire/frame-sink.js';

const NOTHING = Buffer.alloc(0);
const SCRATCH_SIZE = 64 * 1024;
/** Up to this size queued buffers are joined into one; beyond, they are handed to the socket together but as they are. */
const JOIN_UP_TO = 64 * 1024;

let scratch = Buffer.allocUnsafeSlow(SCRATCH_SIZE);
let scratchOwner: Outbox | undefined;
/** The outboxes that are to be written when this turn ends. */
let waiting: Outbox[] = [];
/** The last join and what it was made of: connections that were sent the same frames share it. */
let joined: { readonly parts: readonly Buffer[]; readonly whole: Buffer } | undefined;

/** Loaded with the first connection: who imports this need not use node:net. */
let TcpSocket: typeof Socket | undefined;

/** Told of how an outbox fares. */
export interface OutboxListener {
  /** The socket has more than it wants, and will say when it has drained. */
  outboxBlocked(): void;
}

/** Collects one connection's frames and writes them. */
export class Outbox implements FrameSink {
  at = 0;
  private queue: Buffer[] | undefined;
  private queued = 0;
  private isCorked = false;
  private isWaiting = false;
  /** Whether the socket did not take the last write at once. */
  private hasBacklog = false;
  /** Whether the socket is done with a buffer once it reports no backlog: others may keep a reference to it. */
  private readonly takesAtOnce: boolean;

  constructor(
    private readonly socket: Duplex,
    private readonly listener: OutboxListener,
  ) {
    // TLSSockets, which extend Socket, are those that are `encrypted`. Their class is not imported: that would load all of TLS.
    TcpSocket ??= process.getBuiltinModule('node:net').Socket;
    this.takesAtOnce = socket instanceof TcpSocket && !('encrypted' in socket);
  }

  /** Bytes that were sent and that the operating system has not taken yet. */
  get bufferedAmount(): number {
    return this.queued + (scratchOwner === this ? this.at : 0) + this.socket.writableLength;
  }

  /** Whether so much is waiting that nothing more should be produced until the socket drains. */
  get isBlocked(): boolean {
    // Asked after every message, so the usual answer has to be cheap.
    return this.hasBacklog && (this.hasBacklog = this.socket.writableLength >= this.socket.writableHighWaterMark);
  }

  reserve(size: number): Buffer {
    if (scratchOwner !== this) {
      scratchOwner?.leaveScratch();
      scratchOwner = this;
      this.at = 0;
    }
    if (this.at + size > SCRATCH_SIZE) {
      this.flush();
      scratchOwner = this;
      this.at = 0;
    }
    return scratch;
  }

  commit(size: number): void {
    this.at += size;
    if (!this.isCorked && !this.isWaiting) this.writeWhenTurnEnds();
  }

  push(bytes: Uint8Array): void {
    this.leaveScratch();
    this.enqueue(this.takesAtOnce ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes));
    // At once, so that the caller's bytes are the socket's before the caller can change them.
    this.flush();
  }

  /** Takes a frame that other connections are sent too; it must not change any more. */
  share(frame: Buffer): void {
    this.leaveScratch();
    // What waits for the end of a turn is bounded, and small enough to be joined.
    if (this.queued + frame.length > JOIN_UP_TO) this.flush();
    this.enqueue(frame);
    if (this.queued > JOIN_UP_TO) this.flush();
    else if (!this.isCorked && !this.isWaiting) this.writeWhenTurnEnds();
  }

  /** Holds everything back until `uncork`. */
  cork(): void {
    this.isCorked = true;
  }

  uncork(): void {
    this.isCorked = false;
    this.flush();
  }

  /** Calls when the operating system has taken all that was written, or with the error that keeps it from that. */
  whenTaken(call: (error?: Error | null) => void): void {
    if (this.socket.writableLength === 0) call();
    else this.socket.write(NOTHING, call);
  }

  /** Writes everything. */
  flush(): void {
    if (this.queue !== undefined) {
      this.leaveScratch();
      const { queue } = this;
      this.queue = undefined;
      if (this.queued <= JOIN_UP_TO) this.write(queue.length === 1 ? queue[0]! : joinOnce(queue));
      else this.writeTogether(queue);
      this.queued = 0;
    } else if (scratchOwner === this) {
      scratchOwner = undefined;
      if (this.at > 0) this.writeScratch(this.at);
    }
  }

  private writeScratch(length: number): void {
    const bytes = scratch.subarray(0, length);
    if (!this.takesAtOnce || (this.hasBacklog && this.socket.writableLength > 0)) {
      this.write(Buffer.from(bytes));
      return;
    }
    this.write(bytes);
    // What the socket has not taken at once stays its own until it is sent.
    if (this.hasBacklog) scratch = Buffer.allocUnsafeSlow(SCRATCH_SIZE);
  }

  private writeTogether(buffers: readonly Buffer[]): void {
    if (!this.socket.writable) return;
    this.socket.cork();
    for (const buffer of buffers) this.socket.write(buffer);
    this.socket.uncork();
    this.noteBacklog();
  }

  private write(bytes: Buffer): void {
    if (!this.socket.writable) return;
    this.socket.write(bytes);
    this.noteBacklog();
  }

  private noteBacklog(): void {
    const waiting = this.socket.writableLength;
    this.hasBacklog = waiting > 0;
    if (waiting > 0 && waiting >= this.socket.writableHighWaterMark) this.listener.outboxBlocked();
  }

  private enqueue(bytes: Buffer): void {
    if (this.queue === undefined) this.queue = [bytes];
    else this.queue.push(bytes);
    this.queued += bytes.length;
  }

  /** Moves what it has in the scratch buffer to its queue, which comes first. */
  private leaveScratch(): void {
    if (scratchOwner !== this) return;
    scratchOwner = undefined;
    if (this.at === 0) return;
    const bytes = Buffer.from(scratch.subarray(0, this.at));
    if (this.queued + bytes.length > JOIN_UP_TO) this.flush();
    this.enqueue(bytes);
  }

  private writeWhenTurnEnds(): void {
    this.isWaiting = true;
    if (waiting.push(this) === 1) process.nextTick(writeAllWaiting);
  }

  /** @internal */
  turnEnded(): void {
    this.isWaiting = false;
    this.flush();
  }
}

function writeAllWaiting(): void {
  const outboxes = waiting;
  waiting = [];
  for (const outbox of outboxes) outbox.turnEnded();
  joined = undefined;
}

/** Joins buffers, and gives out the last join again for the same ones. */
function joinOnce(parts: readonly Buffer[]): Buffer {
  if (joined?.parts.length !== parts.length || !joined.parts.every((part, i) => part === parts[i])) {
    joined = { parts, whole: Buffer.concat(parts) };
  }
  return joined.whole;
}
