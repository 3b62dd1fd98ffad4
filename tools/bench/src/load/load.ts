// What every kind of load does: it opens its connections, runs for a while as often as it is told, and closes. A run begins
// and ends with nothing under way, so that what the server spends between the two belongs to exactly the units counted.
import type { DialectName } from './dialects.js';
import type { Run } from './tally.js';

export interface Load {
  open(): Promise<void>;
  run(milliseconds: number): Promise<Run>;
  close(): void;
}

/** Where a load goes. */
export interface Destination {
  port: number;
  /** Whether the server sends the client's bytes back as they came, masks included. */
  sendsMasked: boolean;
  dialect: DialectName;
}
