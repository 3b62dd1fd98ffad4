// Gives the server and the load generator a core each, so that neither takes the other's time.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Cores {
  server: number;
  load: number;
}

/** The numbers in a list as the kernel writes it: "0-2,5". */
export function parseCoreList(list: string): number[] {
  return list
    .trim()
    .split(',')
    .filter((range) => range !== '')
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
}

/** Two cores to pin to, of different silicon where there are such; undefined where pinning is not possible. */
export function chooseCores(): Cores | undefined {
  if (process.platform !== 'linux' || spawnSync('taskset', ['--version']).status !== 0) return undefined;
  const allowed = parseCoreList(
    /^Cpus_allowed_list:(.*)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '',
  );
  const [server, second] = allowed;
  if (server === undefined || second === undefined) return undefined;
  const siblings = siblingsOf(server);
  return { server, load: allowed.find((core) => !siblings.includes(core)) ?? second };
}

function siblingsOf(core: number): number[] {
  try {
    return parseCoreList(readFileSync(`/sys/devices/system/cpu/cpu${core}/topology/thread_siblings_list`, 'latin1'));
  } catch {
    return [core];
  }
}

export function pin(core: number | undefined, command: readonly string[]): readonly string[] {
  return core === undefined ? command : ['taskset', '-c', String(core), ...command];
}
