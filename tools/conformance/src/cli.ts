// The command line: ws://host:port/echo [--only 6. ...] [--json file] and the settings of the server under test.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { report } from './report.js';
import { runConformance, type Verdict } from './run-conformance.js';
import { defaultSettings } from './settings.js';

const usage = `usage: conformance ws://127.0.0.1:9000/echo [options]
  --only PREFIX              run the cases whose ids start so; repeatable
  --json FILE                write the verdicts
  --report FILE              write them as a page
  --max-message-size BYTES   the server's limit (${defaultSettings.maxMessageSize})
  --handshake-timeout MS     the server's limit for a handshake
  --close-timeout MS         the server's limit for the closing handshake
  --subprotocol NAME         one that the endpoint speaks; repeatable
  --any-origin               the endpoint accepts browsers from anywhere
  --pid PID                  the server's process here, to watch its memory
  --patience MS              how long one answer may take (${defaultSettings.patience})
  --concurrency N            cases at a time (16)
  --verbose                  print passes too`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    report: { type: 'string' },
    'max-message-size': { type: 'string' },
    'handshake-timeout': { type: 'string' },
    'close-timeout': { type: 'string' },
    subprotocol: { type: 'string', multiple: true },
    'any-origin': { type: 'boolean' },
    pid: { type: 'string' },
    patience: { type: 'string' },
    concurrency: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});

const [url] = positionals;
if (!url) {
  console.error(usage);
  process.exit(2);
}

const numeric = <Name extends string>(name: Name, value: string | undefined) =>
  (value === undefined ? {} : { [name]: Number(value) }) as { readonly [key in Name]?: number };

const print = ({ outcome, id, section, says, why }: Verdict) => {
  if (outcome === 'failed' || values.verbose)
    console.log(`${outcome} ${id} (${section}) ${says}${why && `\n       ${why}`}`);
};

const verdicts = await runConformance(url, {
  ...(values.only && { only: values.only }),
  ...(values.subprotocol && { subprotocols: values.subprotocol }),
  ...(values['any-origin'] && { foreignOrigin: 'accepted' as const }),
  ...numeric('maxMessageSize', values['max-message-size']),
  ...numeric('handshakeTimeout', values['handshake-timeout']),
  ...numeric('closeTimeout', values['close-timeout']),
  ...numeric('processId', values.pid),
  ...numeric('patience', values.patience),
  ...numeric('concurrency', values.concurrency),
  judged: print,
});
const count = (outcome: Verdict['outcome']) => verdicts.filter((verdict) => verdict.outcome === outcome).length;
console.log(
  `${verdicts.length} cases: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
);
if (values.json) await writeFile(values.json, `${JSON.stringify(verdicts, null, 2)}\n`);
if (values.report) await writeFile(values.report, report(verdicts));
process.exitCode = count('failed') > 0 ? 1 : 0;
