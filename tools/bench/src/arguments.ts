// The command line.
import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [options]

  --only WORDS      only workloads whose name contains one of these, separated by commas; may be repeated
  --servers A,B     only these servers; ws always runs along
  --rounds N        rounds (3; 1 with --quick)
  --quick           one short round
  --duration MS     milliseconds that each measurement takes, in place of a share of the whole run's time
  --warm-up MS      milliseconds before it (500; 300 with --quick); three times as long for compression
  --all             every workload, in place of one of each sort; takes half an hour
  --check           runs what has a target, and whom it is compared to; exits with 1 when one is missed
  --profile         draws where the CPU time of ws4ts, or of --servers, goes
  --out FOLDER      where tables, chart and measurements are written; docs/benchmarks/results when nothing is left out
  --help            this text
`;

export interface Arguments {
  only: readonly string[];
  servers: readonly string[];
  rounds: number;
  quick: boolean;
  duration: number | undefined;
  warmUp: number | undefined;
  all: boolean;
  check: boolean;
  profile: boolean;
  out: string | undefined;
  help: boolean;
}

export function parseArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      servers: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      duration: { type: 'string' },
      'warm-up': { type: 'string' },
      all: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick, all, check, profile, out, help } = values;
  return {
    only: parseList(values.only),
    servers: parseList(values.servers),
    rounds: parseCount('rounds', values.rounds) ?? (quick ? 1 : 3),
    quick,
    duration: parseCount('duration', values.duration),
    warmUp: parseCount('warm-up', values['warm-up']),
    all,
    check,
    profile,
    out,
    help,
  };
}

function parseList(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function parseCount(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${name} takes a whole number above 0, not "${value}"`);
  return Number(value);
}
