// The servers, as data: a new one is one file below servers/ that keeps the contract there, and one row here.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DialectName } from '../load/dialects.js';
import { bunBinary } from '../process/peers.js';
import { needsDeflate, type LoadPlan } from './load-plan.js';

const folder = join(import.meta.dirname, '..', 'servers');

export interface ServerRow {
  name: string;
  /** The file below servers/ that the runtime runs. */
  file: string;
  /** The npm packages whose versions belong to the figures. */
  packages: readonly string[];
  /** The runtime's command; this Node, with its collector within reach, when absent. */
  runtime?: readonly string[];
  /** Added to the environment. */
  environment?: Readonly<Record<string, string>>;
  /** Whether the server sends the client's bytes back as they came, masks included. */
  sendsMasked?: boolean;
  /** What clients say over the frames; nothing of their own when absent. */
  dialect?: DialectName;
  /** Whether its packages are those of the peers' folder. */
  isPeer?: boolean;
  /** What a program imports to have it, for the time that this takes. */
  module?: string;
  /** Which loads it can take: all when absent. */
  takes?: (plan: LoadPlan) => boolean;
}

/** Every cost is given as a ratio to this server's in the same round, so it always runs along. */
export const yardstick = 'ws';
/** Whom the targets are about, and whom profiles are of. */
export const subject = 'ws4ts';

const withoutDeflate = (plan: LoadPlan): boolean => !needsDeflate(plan);
const unframed = ({ kind }: LoadPlan): boolean => ['echo', 'paced', 'broadcast', 'set-up', 'idle'].includes(kind);
const packed = (plan: LoadPlan): boolean => unframed(plan) && !('content' in plan && plan.content === 'binary');
const gateway = ({ kind }: LoadPlan): boolean => ['enveloped', 'set-up', 'idle', 'import'].includes(kind);

export const servers: readonly ServerRow[] = [
  {
    name: yardstick,
    file: 'others/ws.js',
    packages: ['ws'],
    environment: { WS_NO_BUFFER_UTIL: '1', WS_NO_UTF_8_VALIDATE: '1' },
    module: 'ws',
  },
  { name: subject, file: 'ours/ws4ts.js', packages: ['@ws4ts/core'], module: '@ws4ts/core' },
  { name: 'koa', file: 'ours/koa.js', packages: ['koa'], module: '@ws4ts/koa' },
  { name: 'nest', file: 'ours/nest.js', packages: ['@nestjs/core'], module: '@ws4ts/nest' },
  { name: 'nest gateway', file: 'ours/nest-gateway.js', packages: ['@nestjs/core'], takes: gateway },
  { name: 'ws + bufferutil', file: 'native/ws-bufferutil.js', packages: ['bufferutil'], isPeer: true },
  {
    name: 'websocket',
    file: 'others/websocket.js',
    packages: ['websocket'],
    takes: withoutDeflate,
    module: 'websocket',
  },
  {
    name: 'faye-websocket',
    file: 'others/faye.js',
    packages: ['faye-websocket'],
    takes: withoutDeflate,
    module: 'faye-websocket',
  },
  { name: 'socket.io', file: 'others/socket-io.js', packages: ['socket.io'], dialect: 'socket.io', takes: packed },
  {
    name: 'platform-ws',
    file: 'others/platform-ws.js',
    packages: ['@nestjs/core', '@nestjs/platform-ws'],
    takes: gateway,
    module: '@nestjs/platform-ws',
  },
  { name: 'net', file: 'net.js', packages: [], sendsMasked: true, takes: unframed },
  { name: 'uWebSockets.js', file: 'native/uws.js', packages: ['@trufflesuite/uws-js-unofficial'], isPeer: true },
  { name: 'Bun', file: 'native/bun.js', packages: [bunBinary.package], runtime: [bunBinary.path], isPeer: true },
];

export function commandOf({ file, runtime }: ServerRow): readonly string[] {
  return [...(runtime ?? [process.execPath, '--expose-gc']), join(folder, file)];
}

export function canTake({ takes, module }: ServerRow, plan: LoadPlan): boolean {
  return (plan.kind === 'import' ? module !== undefined : true) && (takes?.(plan) ?? true);
}

function isBuilt({ file }: ServerRow): boolean {
  return existsSync(join(folder, file));
}

/** The named servers, or all that are built; the yardstick is always the first. */
export function selectServers(names: readonly string[]): readonly ServerRow[] {
  for (const name of names) {
    const row = servers.find((server) => server.name === name);
    if (!row)
      throw new Error(`no server is called "${name}"; there are ${servers.map((server) => server.name).join(', ')}`);
    if (!isBuilt(row)) throw new Error(`the server "${name}" is not built`);
  }
  return servers.filter(
    (row) => row.name === yardstick || (names.length === 0 ? isBuilt(row) : names.includes(row.name)),
  );
}
