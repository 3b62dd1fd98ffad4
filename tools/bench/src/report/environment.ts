// Where and with what the figures were taken: without that they say nothing.
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { ServerRow } from '../plan/server-table.js';
import type { Timing } from '../plan/timing.js';
import { peersFolder } from '../process/peers.js';

const root = join(import.meta.dirname, '..', '..', '..', '..');

export interface Environment extends Timing {
  /** The day, in UTC. */
  date: string;
  node: string;
  cpu: string;
  cores: number;
  system: string;
  /** GiB. */
  memory: number;
  /** How many programs wanted a core, over the last minute: before the run, whatever else the machine did. */
  loadBefore: number;
  rounds: number;
  /** Of each npm package. */
  versions: Readonly<Record<string, string>>;
}

/** Call it before the run, so that the load is not the run's own. */
export function describeEnvironment(rows: readonly ServerRow[], rounds: number, timing: Timing): Environment {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown CPU',
    cores: cpus().length,
    system: `${type()} ${release()}`,
    memory: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadavg()[0] ?? NaN,
    rounds,
    ...timing,
    versions: Object.fromEntries(
      rows.flatMap(({ packages, isPeer }) =>
        packages.map((name) => [name, versionOf(name, isPeer ? peersFolder : root)]),
      ),
    ),
  };
}

/** Two lines of prose. */
export function formatEnvironment(environment: Environment): string {
  const { node, cpu, cores, system, memory, loadBefore, rounds, duration, warmUp, versions } = environment;
  return (
    `Node ${node}, ${system}, ${cores} x ${cpu}, ${memory} GiB, load ${loadBefore.toFixed(2)} before the run; ` +
    `medians of ${rounds} round(s) of ${duration} ms after ${warmUp} ms of warm-up.\n` +
    `${Object.entries(versions)
      .map((pair) => pair.join(' '))
      .join(', ')}.`
  );
}

function versionOf(name: string, folder: string): string {
  const file = join(folder, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
