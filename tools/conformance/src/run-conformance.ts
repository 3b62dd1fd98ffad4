// Runs cases against a server and collects verdicts. It knows nothing of WebSocket.
import { cases as allCases } from './cases/index.js';
import type { ConformanceCase } from './conformance-case.js';
import { Failure } from './failure.js';
import { ServerUnderTest } from './server-under-test.js';
import { defaultSettings, type Settings } from './settings.js';

export interface Verdict {
  readonly id: string;
  readonly section: string;
  readonly says: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What the server did wrong, or why the case cannot judge it; empty for a pass. */
  readonly why: string;
  readonly milliseconds: number;
}

export interface RunOptions extends Partial<Settings> {
  /** Beginnings of ids; only these cases run. */
  readonly only?: readonly string[];
  /** How many cases run at a time; those that want the machine for themselves run after the others. */
  readonly concurrency?: number;
  /** Milliseconds a case may last. */
  readonly timeout?: number;
  readonly cases?: readonly ConformanceCase[];
  /** Told each verdict when it falls. */
  readonly judged?: (verdict: Verdict) => void;
}

/** Judges the echo endpoint at a ws: URL; the verdicts come in the order of the cases. */
export async function runConformance(url: string, options: RunOptions = {}): Promise<Verdict[]> {
  const { only, concurrency = 16, timeout = 20_000, cases = allCases, judged, ...given } = options;
  const settings: Settings = { ...defaultSettings, ...given };
  const chosen = cases.filter(({ id }) => !only || only.some((start) => id.startsWith(start)));
  const verdicts = new Map<ConformanceCase, Verdict>();
  const judge = async (one: ConformanceCase) => {
    const verdict = await judgeCase(one, url, settings, one.timeout ?? timeout);
    verdicts.set(one, verdict);
    judged?.(verdict);
  };

  const together = chosen.filter(({ alone }) => !alone).values();
  const worker = async () => {
    for (const one of together) await judge(one);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  for (const one of chosen) if (one.alone) await judge(one);
  return chosen.flatMap((one) => verdicts.get(one) ?? []);
}

async function judgeCase(one: ConformanceCase, url: string, settings: Settings, timeout: number): Promise<Verdict> {
  const { id, section, says } = one;
  const started = performance.now();
  const verdict = (outcome: Verdict['outcome'], why: string): Verdict => {
    return { id, section, says, outcome, why, milliseconds: Math.round(performance.now() - started) };
  };
  const obstacle = one.needs?.(settings);
  if (obstacle) return verdict('skipped', obstacle);

  const server = new ServerUnderTest(url, settings);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failure(`not done after ${timeout} ms`)), timeout);
  });
  try {
    await Promise.race([one.run(server), late]);
    return verdict('passed', '');
  } catch (error) {
    if (error instanceof Failure) return verdict('failed', error.message);
    return verdict('failed', `the suite itself broke: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    clearTimeout(timer);
    server.dispose();
  }
}
