// A server in a process of its own that sends 64 MiB to everyone, once all are there, and tells what its memory did.
import { createServer, type AddressInfo } from 'node:net';
import { Group } from '../../src/groups/group.js';
import { CONNECTION_OPTIONS, type WhenFull } from '../../src/options/connection-options.js';
import { silentLogger } from '../../src/options/logger.js';
import { resolveOptions } from '../../src/options/option-table.js';
import { attachStream, WebSocket } from '../../src/socket/web-socket.js';

const TOTAL = 64 * 2 ** 20;
const [whenFull, bound, size, clients, collected] = process.argv.slice(2) as [WhenFull, string, string, string, string];
const options = resolveOptions(CONNECTION_OPTIONS, {
  whenFull,
  maxBufferedAmount: Number(bound),
  logger: silentLogger,
  closeTimeout: 60_000,
});

async function flood(group: Group<WebSocket>): Promise<void> {
  const members = [...group];
  const message = Number(size);
  const turn = 2 ** 20;
  // One for all: what the application itself leaves to the collector is not what is measured.
  const data = Buffer.alloc(message);
  globalThis.gc?.();
  const rss = (): number => process.memoryUsage.rss();
  const before = rss();
  let most = before;
  let sent = 0;
  for (let bytes = 0; bytes < TOTAL; bytes += message) {
    const result = group.broadcast(data, whenFull === 'conflate' ? { key: String(sent % 10) } : {});
    if (result.sent === 0 && members.every(({ isOpen }) => !isOpen)) break;
    sent++;
    if (bytes % turn !== 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (collected !== '') globalThis.gc?.();
    most = Math.max(most, rss());
  }
  const open = members.filter(({ isOpen }) => isOpen).length;
  process.stdout.write(`${JSON.stringify({ before, most, open, sent })}\n`);
}

const group = new Group<WebSocket>();
const server = createServer({ allowHalfOpen: true }, (stream) => {
  const socket = new WebSocket();
  const established = {
    stream,
    role: 'server',
    options,
    subprotocol: undefined,
    codec: undefined,
  } as const;
  attachStream(socket, established).start(Buffer.alloc(0));
  group.add(socket);
  if (group.size === Number(clients)) void flood(group);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.stdin.on('end', () => process.exit()).resume();
