// What compression costs a connection in memory, for each setting: the table in docs/compression.md. Build first:
// `npx tsc -b packages/core`; then `node --expose-gc packages/core/bench/compression-memory.mjs`.
import { PermessageDeflate } from '../dist/protocol.js';

const CONNECTIONS = 400;
const MESSAGES = 64;
const settings = [
  { takeover: false, peerTakeover: false },
  { memoryLevel: 1, peerWindowBits: 8 },
  { memoryLevel: 3, peerWindowBits: 10 },
  { memoryLevel: 5, peerWindowBits: 12 },
  {},
  { memoryLevel: 8, peerWindowBits: 15 },
];

function bytesHeld() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function message(number) {
  const rows = Array.from({ length: 14 }, (_, row) => ({
    id: number * 31 + row,
    symbol: `S${row}`,
    price: (number * 7919 * (row + 3)) % 99991,
  }));
  return Buffer.from(JSON.stringify({ type: 'update', number, rows }));
}

/** Both ends of one connection, after they have echoed some messages. */
function pairOf({ memoryLevel = 6, windowBits = 15, peerWindowBits = 13, takeover = true, peerTakeover = true }) {
  const directions = {
    server: { windowBits, takeover },
    client: { windowBits: peerWindowBits, takeover: peerTakeover },
  };
  const effort = { threshold: 0, level: 6, memoryLevel };
  const server = new PermessageDeflate('server', directions, effort);
  return { server, client: new PermessageDeflate('client', directions, effort) };
}

function echo({ server, client }) {
  for (let i = 0; i < MESSAGES; i++) server.encode(server.decode(client.encode(message(i), true), 1 << 20), true);
}

echo(pairOf({}));
for (const setting of settings) {
  const pairs = Array.from({ length: CONNECTIONS }, () => pairOf(setting));
  // The client's end is let go of: only the server's is counted.
  for (const pair of pairs) echo(pair);
  const servers = pairs.splice(0).map(({ server }) => server);
  const used = bytesHeld();
  for (const server of servers) server.release();
  const idle = bytesHeld();
  servers.length = 0;
  const none = bytesHeld();
  const each = (bytes) => Math.round((bytes - none) / CONNECTIONS);
  console.log(JSON.stringify(setting), 'in use', each(used), 'idle', each(idle));
}
