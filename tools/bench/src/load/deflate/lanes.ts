// Opens connections that compress.
import { Client } from '../client.js';
import type { Destination } from '../load.js';
import { DeflateLane } from './lane.js';
import { buildMessages } from './messages.js';
import { agreedWindowBits, offer } from './negotiation.js';
import { buildSequence } from './sequence.js';

/** Together twice the largest window, so that a message finds nothing of itself when it comes again. */
const messages = 64;

export async function openLanes(
  destination: Destination,
  connections: number,
  pipelined: number,
): Promise<DeflateLane[]> {
  const clients = await Client.openMany(destination, '/deflate', connections, offer);
  const windowBits = Math.min(...clients.map(({ extensions }) => agreedWindowBits(extensions)));
  const sequence = await buildSequence(buildMessages(messages), pipelined, windowBits);
  return clients.map((client) => new DeflateLane(client, sequence));
}
