// The program: gives the process's own streams and signals to the command line.
import { run } from './commands/program.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}
// Who reads the output may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await run({
  words: process.argv.slice(2),
  streams: { input: process.stdin, output: process.stdout, errors: process.stderr },
  environment: process.env,
  stopped: stop.signal,
});
