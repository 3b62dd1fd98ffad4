// Reads what a server sends beside the pings of its heartbeat, or of a hook.
import { Opcode, type Frame } from '../../wire/frames.js';
import type { RawClient } from '../../wire/raw-client.js';

/** Reads the next frame that is no ping. */
export async function readPastPings(client: RawClient): Promise<Frame> {
  let frame: Frame;
  do frame = await client.readFrame();
  while (frame.opcode === Opcode.ping);
  return frame;
}
