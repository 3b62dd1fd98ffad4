// The command: reads the arguments and does what they ask for.
import { parseArguments, usage, type Arguments } from './arguments.js';
import { profileWorkloads } from './profile/profile-run.js';
import { run } from './run.js';

async function perform(args: Arguments): Promise<boolean> {
  if (args.help) process.stdout.write(usage);
  else if (args.profile) await profileWorkloads(args);
  else return run(args);
  return true;
}

try {
  process.exitCode = (await perform(parseArguments(process.argv.slice(2)))) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
