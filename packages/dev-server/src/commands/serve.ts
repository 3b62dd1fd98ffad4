// `ws4ts-dev [files…]`: the server, until it is told to stop.
import type { Logger } from '@ws4ts/core';
import { startDevServer, type DevServer } from '../server/dev-server.js';
import { version } from '../version.js';
import { ExitCode } from './exit-code.js';
import { openPage } from './open-page.js';
import type { Terminal } from '../terminal/terminal.js';

/** The options of the command, as they were typed. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly open?: boolean;
  readonly watch?: boolean;
  readonly record?: string;
  readonly proxy?: string;
  readonly insecure?: boolean;
  readonly allowOrigin?: readonly string[];
  readonly json?: boolean;
}

/** Serves until the signal is aborted. Rejects when it cannot start. `environment` is what a browser is opened with. */
export async function serve(
  words: readonly string[],
  options: ServeOptions,
  terminal: Terminal,
  stopped: AbortSignal,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode> {
  const { port, host, token, watch = false, record, proxy, insecure = false, allowOrigin = [], json = false } = options;
  const { files, paths } = sorted(words);
  const { colors } = terminal;
  const tell = (event: object): void => terminal.print(JSON.stringify(event));
  const logger: Logger = {
    warn: (line) => terminal.say(colors.yellow(line)),
    error: (line, error) =>
      terminal.say(colors.red(`${line}: ${error instanceof Error ? error.stack : String(error)}`)),
  };
  const server = await startDevServer({
    port,
    host,
    token,
    watch,
    record,
    proxy,
    insecure,
    files,
    paths,
    logger,
    server: allowOrigin.length === 0 ? {} : { origins: allowOrigin },
    reloaded: (error) => {
      const sentence = error === undefined ? 'the files were loaded again' : error.message;
      if (json) tell({ type: 'reloaded', ...(error && { error: sentence }) });
      else terminal.say(error === undefined ? colors.green(sentence) : colors.red(sentence));
    },
  });
  if (json) tell({ type: 'listening', url: server.url, page: server.pageUrl, routes: server.routes });
  else terminal.print(greeting(server, terminal, proxy));
  if (options.open) {
    // Not waited for: a server that serves needs no browser.
    openPage(server.pageUrl, environment).catch(() => {
      terminal.say('no browser could be opened: follow the link yourself');
    });
  }
  await until(stopped);
  if (!json && terminal.isInteractive) terminal.say('stopping; once more to stop at once');
  await server.stop({ reason: 'the server is shutting down', timeout: 3000 });
  return ExitCode.ok;
}

/** Files, and paths for classes: `Echo=/echo`. */
function sorted(words: readonly string[]): { files: string[]; paths: Record<string, string> } {
  const isPath = (word: string): boolean => /^[A-Za-z_$][\w$]*=\//.test(word);
  const paths = words.filter(isPath).map((word) => word.split(/=(.*)/, 2) as [string, string]);
  return { files: words.filter((word) => !isPath(word)), paths: Object.fromEntries(paths) };
}

function greeting(server: DevServer, terminal: Terminal, proxy: string | undefined): string {
  const { bold, cyan, dim } = terminal.colors;
  const rows = server.routes.map(({ path, className, summary = '' }) => [server.url + path, className, summary]);
  const routes = proxy === undefined ? terminal.table(rows) : `  ${server.url}/… is passed on to ${proxy}`;
  return [
    `${bold('ws4ts dev server')} ${dim(version)}`,
    '',
    `  ${bold('page')}  ${cyan(server.pageUrl)}`,
    '',
    routes,
    '',
    dim('Ctrl-C stops it.'),
  ].join('\n');
}

function until(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
