// Where frames are written to. The outbox of a connection is one; so is a list of buffers in a test.

/** Takes written frames in order. */
export interface FrameSink {
  /** Whether so much waits to be sent that nothing more should be produced. */
  readonly isBlocked: boolean;
  /** Where the room that `reserve` has just given begins. */
  readonly at: number;
  /** Gives a buffer that has room for `size` bytes from `at` on; at most 64 KiB can be asked for. */
  reserve(size: number): Buffer;
  /** Keeps the first `size` bytes of the room. */
  commit(size: number): void;
  /** Takes bytes without copying them: they must not change until they are written. */
  push(bytes: Uint8Array): void;
}
