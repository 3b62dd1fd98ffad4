// The suite against npm `ws`: it must find nothing but what `ws` is known to do otherwise. Chapters that load the
// machine are left to the command line.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cases, runConformance } from '@ws4ts/conformance';
import { knownFailures } from './support/ws-failures.js';

let child: ChildProcess;
let url: string;

beforeAll(async () => {
  child = spawn(process.execPath, [join(import.meta.dirname, 'support/ws-echo.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  url = `ws://127.0.0.1:${line.toString().trim()}/echo`;
});

afterAll(async () => {
  child.kill();
  await once(child, 'exit');
});

test('ws passes everything but what is known', async () => {
  const verdicts = await runConformance(url, {
    cases: cases.filter(({ alone }) => !alone),
    maxMessageSize: 64 * 1024 * 1024,
    foreignOrigin: 'accepted',
    subprotocols: ['chat'],
    patience: 5000,
    concurrency: 24,
  });
  const failed = verdicts.filter(({ outcome }) => outcome === 'failed');
  const known = (id: string) => knownFailures.some(({ ids }) => ids.test(id));
  expect(failed.filter(({ id }) => !known(id))).toEqual([]);
  for (const { ids, because } of knownFailures) {
    expect({ because, found: failed.some(({ id }) => ids.test(id)) }).toEqual({ because, found: true });
  }
}, 90_000);
