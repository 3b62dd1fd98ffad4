// Opens a URL in a browser: in the one that the environment names, or as the system opens links.
import { spawn } from 'node:child_process';

/** What opens links on a system, with the words that go before the link. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};
const OTHERWISE = ['xdg-open'] as const;

/**
 * Starts the program that shows a URL. Resolves once it runs, and rejects when there is none.
 *
 * @param environment what the program is started with; `BROWSER` names one, which is given the URL alone
 */
export function openPage(url: string, environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { BROWSER: browser } = environment;
  const [program, ...words] = browser ? [browser] : (OPENERS[process.platform] ?? OTHERWISE);
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true, env: { ...environment } });
  child.unref();
  return new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
}
