// The command line: what there is, what it is told, and how it ends.
import { Command, CommanderError, Help, InvalidArgumentError } from 'commander';
import { version } from '../version.js';
import { bench, type BenchOptions } from './bench.js';
import { talk, type ConnectOptions } from './connect.js';
import { ExitCode } from './exit-code.js';
import { explainFailure } from './explain-failure.js';
import { replay, type ReplayOptions } from './replay.js';
import { serve, type ServeOptions } from './serve.js';
import { Terminal, type Streams } from '../terminal/terminal.js';

/** What a run of the program is given by the process. */
export interface Run {
  /** The words of the command line, without the program's own. */
  readonly words: readonly string[];
  readonly streams: Streams;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Asks it to end. */
  readonly stopped: AbortSignal;
}

/** Runs a command line. Resolves with the exit code, and never rejects. */
export async function run({ words, streams, environment = {}, stopped }: Run): Promise<ExitCode> {
  const terminal = new Terminal(streams, environment);
  let exitCode: ExitCode = ExitCode.ok;
  const ended = (code: ExitCode) => (exitCode = code);
  const program = commands({ terminal, environment, stopped, ended });
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    const { sentence, code } = explainFailure(error);
    terminal.say(terminal.colors.red(sentence));
    return code;
  }
}

interface Commanded {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stopped: AbortSignal;
  readonly ended: (code: ExitCode) => void;
}

function commands({ terminal, environment, stopped, ended }: Commanded): Command {
  const program = new Command('ws4ts-dev')
    .description('Try, watch, break and test WebSockets.')
    .version(version, '-v, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.streams.output.write(text),
      writeErr: (text) => void terminal.streams.errors.write(text),
    })
    .showHelpAfterError('(--help tells what there is)')
    .addHelpText('after', EXIT_CODES);
  const server = addServe(program, async (words, options) =>
    ended(await serve(words, options, terminal, stopped, environment)),
  );
  // Who says no command serves: what can be said then stands in the first help.
  program.usage('[files...] [options]\n       ws4ts-dev <command> …').configureHelp({
    visibleOptions: (command) => {
      const shown = new Help().visibleOptions(command);
      if (command !== program) return shown;
      return [...new Help().visibleOptions(server).filter(({ long }) => long !== '--help'), ...shown];
    },
  });
  addConnect(program, async (url, options) => ended(await talk(url, options, terminal, stopped)));
  addBench(program, async (url, options) => ended(await bench(url, options, terminal, stopped)));
  addReplay(program, async (file, url, options) => ended(await replay(file, url, options, terminal, stopped)));
  return program;
}

const EXIT_CODES = `
Exit codes: 0 all went well, 1 no connection or no server, 2 a wrong option, 3 the connection
ended with an error, 4 no answer in time.`;

function addServe(program: Command, action: (words: string[], options: ServeOptions) => Promise<void>): Command {
  return program
    .command('serve', { isDefault: true })
    .description('serve classes of TypeScript or JavaScript files, or something to try (the default)')
    .argument('[files...]', 'files with classes that have @WebSocketRoute; Class=/path for those that do not')
    .option('-p, --port <number>', 'the port; 0 takes a free one', whole(0, 65_535), 9000)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--token <token>', 'what the page has to know; needed where other machines reach the server')
    .option('-o, --open', 'open the page in a browser: BROWSER, or the usual one')
    .option('-w, --watch', 'load the files again when they change')
    .option('--record <file>', 'write all frames to a file, as NDJSON')
    .option('--proxy <url>', 'pass every path on to this server, and show its frames')
    .option('--insecure', 'take a certificate of that server that nobody vouches for')
    .option('--allow-origin <origin>', 'let pages of this origin connect to the routes; may be repeated', repeated)
    .option('--json', 'say everything as JSON, an object a line')
    .action(action);
}

function addConnect(program: Command, action: (url: string, options: ConnectOptions) => Promise<void>): void {
  dialling(program.command('connect'))
    .description('talk to a server: by lines of a terminal or of a pipe')
    .option('-1, --once', 'end after the first message that comes')
    .option('--timeout <ms>', 'how long --once waits', whole(1, 2 ** 31 - 1), 10_000)
    .option('--json', 'say what comes as JSON, an object a line')
    .action(action);
}

function addBench(program: Command, action: (url: string, options: BenchOptions) => Promise<void>): void {
  dialling(program.command('bench'))
    .description('measure a path that echoes')
    .option('-c, --connections <number>', 'connections', whole(1, 10_000), 10)
    .option('-n, --pipeline <number>', 'messages under way on each', whole(1, 10_000), 1)
    .option('-s, --size <bytes>', 'bytes a message', whole(0, 2 ** 28), 64)
    .option('-d, --duration <seconds>', 'how long', number(0.1, 3600), 5)
    .option('--json', 'say the result as JSON')
    .action(action);
}

function addReplay(
  program: Command,
  action: (file: string, url: string, options: ReplayOptions) => Promise<void>,
): void {
  const command = program.command('replay').argument('<file>', 'a recording, as --record writes it');
  dialling(command)
    .description('send what a recorded client has sent, when it sent it')
    .option('--session <name>', 'which of the recorded connections; by default the first')
    .option('--speed <factor>', 'how many times as fast; 0 does not wait', number(0, 1e6), 1)
    .option('--json', 'say the result as JSON')
    .action(action);
}

/** What all commands that connect are told. */
function dialling(command: Command): Command {
  return command
    .argument('<url>', 'ws: or wss:')
    .option('-H, --header <header>', "a header of the request: 'Name: value'; may be repeated", repeated)
    .option('--subprotocol <name>', 'a subprotocol to offer; may be repeated', repeated)
    .option('--compress', 'offer permessage-deflate')
    .option('--origin <origin>', 'connect as a page of this origin would')
    .option('--insecure', 'take a certificate that nobody vouches for');
}

/** One value each time that the option is said: what comes next is no value of it. */
function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`give a number from ${least} to ${most}.`);
  };
}

function whole(least: number, most: number): (text: string) => number {
  const read = number(least, most);
  return (text) => {
    const value = read(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError(`give a whole number from ${least} to ${most}.`);
  };
}
