// A message that is transferred to a worker takes nothing away that came with it.
import { afterEach, expect, it } from '@jest/globals';
import { counting } from '../support/bytes.js';
import { destroySockets, withRawPeer } from '../support-connection/establish.js';
import { BINARY, clientFrame } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';

afterEach(destroySockets);

/** Transfers as an application would; where that is not possible, Node 20 copies and later ones throw. */
function transfer(data: Buffer): unknown {
  try {
    return structuredClone(data, { transfer: [data.buffer as ArrayBuffer] });
  } catch (error) {
    return error;
  }
}

it.each([10, 1000, 20_000])('messages of %d bytes', async (length) => {
  const outcomes: unknown[] = [];
  const { socket, peer } = withRawPeer(
    new Recorder({ receivedMessage: (_, { data }) => void outcomes.push(Buffer.from(data), transfer(data as Buffer)) }),
  );
  const frame = clientFrame(BINARY, counting(length));
  peer.write(Buffer.concat([frame, frame, frame]));
  await socket.received(3);
  expect(outcomes.filter((_, i) => i % 2 === 0)).toEqual([counting(length), counting(length), counting(length)]);
});
