// RFC 6455, case by case, against the program as a user starts it. What the suite finds is docs/conformance.md, word for word.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { report, runConformance } from '@ws4ts/conformance';

const FOLDER = new URL('..', import.meta.url).pathname;
const TSC = new URL('../../../node_modules/.bin/tsc', import.meta.url).pathname;
const PAGE = new URL('../../../docs/conformance.md', import.meta.url);

const EXCEPTIONS: Record<string, string> = {
  'handshake.headers.connection-trailing-tab':
    "Node's own parser takes the tab for a part of the token, so the server is not asked for an upgrade; it can only refuse well",
};

const { NODE_OPTIONS: _, ...environment } = process.env;
let program: ChildProcess;
let url: string;

beforeAll(async () => {
  await promisify(execFile)(TSC, ['-b', 'tsconfig.build.json'], { cwd: FOLDER, env: environment });
  program = spawn(process.execPath, ['dist/main.js'], {
    cwd: FOLDER,
    env: {
      ...environment,
      PORT: '0',
      HANDSHAKE_TIMEOUT: '3000',
      CLOSE_TIMEOUT: '1000',
      MAX_MESSAGE_SIZE: '16777216',
      SUBPROTOCOLS: 'chat.v1,chat.v2',
    },
    // What it logs of thousands of refusals is for nobody.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(program.stdout!, 'data')) as [Buffer];
  url = `ws://${/http:\/\/([^/]+)/.exec(line.toString())?.[1]}/echo`;
}, 120_000);

afterAll(async () => {
  program.kill();
  await once(program, 'exit');
});

test('every case is judged as the page says, and what fails is known', async () => {
  const verdicts = await runConformance(url, {
    handshakeTimeout: 3_000,
    closeTimeout: 1_000,
    maxMessageSize: 16_777_216,
    subprotocols: ['chat.v1', 'chat.v2'],
    processId: program.pid!,
    patience: 15_000,
  });
  const failed = verdicts.filter(({ outcome }) => outcome === 'failed');
  expect(failed.map(({ id }) => id)).toEqual(Object.keys(EXCEPTIONS));
  expect(report(verdicts)).toBe(await readFile(PAGE, 'utf8'));
}, 600_000);
