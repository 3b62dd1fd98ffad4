// A socket whose peer does not read, and what the peer gets once it does.
import type { ConnectionOptions, WhenFull } from '../../src/options/connection-options.js';
import { CollectingLogger } from './collecting-logger.js';
import { turns } from './deferred.js';
import { withRawPeer, type Establishing } from './establish.js';
import type { RawPeer } from './raw-peer.js';
import { Recorder, type Acts } from './recorder.js';

export const KIB = 1024;

/** How many bytes may wait, where nothing else is given. */
export const BOUND = 64 * KIB;

/** A socket whose peer has stopped reading after it was sent `first`, which blocks it. */
export async function blocked(whenFull: WhenFull, acts: Acts = {}, given: Establishing = {}) {
  const logger = new CollectingLogger();
  const options: Partial<ConnectionOptions> = { maxBufferedAmount: BOUND, whenFull, logger, ...given.options };
  const { socket, peer } = withRawPeer(new Recorder(acts), { ...given, options });
  peer.stream.pause();
  // The wire says that it is full, and the stream keeps it.
  socket.send('first'.padEnd(24 * KIB));
  await turns(1);
  return { socket, peer, logger };
}

/** A text of 4 KiB that begins with its name. */
export const text = (name: string | number): string => String(name).padEnd(4 * KIB);

/** The texts that the peer gets once it reads, without the one that blocked the socket. */
export async function readTexts(peer: RawPeer, count: number): Promise<string[]> {
  peer.stream.resume();
  const frames = await peer.frames(count + 1);
  return frames.slice(1).map(({ payload }) => payload.toString().trim());
}
