// Which servers can be measured on this machine.
import type { ServerRow } from '../plan/server-table.js';
import { installPeers } from '../process/peers.js';
import { withServer } from './measure.js';

/** Leaves out the peers that do not install or start here, and tells why in one sentence each. */
export async function availableServers(
  rows: readonly ServerRow[],
  tell: (sentence: string) => void,
): Promise<ServerRow[]> {
  if (!rows.some(({ isPeer }) => isPeer)) return [...rows];
  const failure = installPeers(tell);
  if (failure !== undefined) tell(failure);
  const available: ServerRow[] = [];
  for (const row of rows) if (!row.isPeer || (failure === undefined && (await starts(row, tell)))) available.push(row);
  return available;
}

async function starts(row: ServerRow, tell: (sentence: string) => void): Promise<boolean> {
  try {
    await withServer(row, undefined, () => Promise.resolve());
    return true;
  } catch (error) {
    const [what = ''] = String(error instanceof Error ? error.message : error).split('\n');
    tell(`${what}: it is left out`);
    return false;
  }
}
