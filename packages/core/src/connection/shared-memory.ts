// A message that is a view of what was read may have more behind it that is still to be read. Who transfers the message to a worker
// would take that away with it, and so Node is told not to transfer it.
import { SMALLEST_SHARE, type MessageData } from '../protocol/message-assembler.js';

/** Loaded with the first message that needs it. */
let markAsUntransferable: ((memory: ArrayBufferLike) => void) | undefined;

/** Keeps what is behind a message where it is. */
export function keepWhatFollows(data: MessageData): void {
  if (typeof data === 'string') return;
  const { buffer, byteOffset, length } = data;
  // A smaller share is a copy, with nothing of ours behind it.
  if (byteOffset + length === buffer.byteLength || length * SMALLEST_SHARE < buffer.byteLength) return;
  markAsUntransferable ??= process.getBuiltinModule('node:worker_threads').markAsUntransferable;
  markAsUntransferable(buffer);
}
