// The command line, with streams of a test in place of the process's.
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { run } from '../../src/commands/program.js';
import { closeLater } from './opened.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts the program; its input is given line by line, or is left open. */
export function start(words: readonly string[], input?: readonly string[], environment: Environment = {}) {
  const stop = new AbortController();
  const streams = { input: new PassThrough(), output: new PassThrough(), errors: new PassThrough() };
  const said = { output: '', errors: '' };
  const heard = new Set<() => void>();
  for (const name of ['output', 'errors'] as const) {
    streams[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      for (const wake of heard) wake();
    });
  }
  if (input !== undefined) streams.input.end(input.map((line) => `${line}\n`).join(''));
  const ended = run({ words, streams, environment, stopped: stop.signal }).then(async (code) => {
    // What was written last has still to be read.
    const ends = [streams.output, streams.errors].map((stream) => once(stream.end(), 'end'));
    await Promise.all(ends);
    return { code, ...said };
  });
  closeLater(async () => {
    stop.abort();
    await ended;
  });
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(said.output) ?? pattern.exec(said.errors);
      if (found !== null) return found;
      await new Promise<void>((resolve) => heard.add(resolve));
    }
  };
  return { ended, until, stop: () => stop.abort(), input: streams.input };
}

/** Runs the program to its end. */
export const end = (words: readonly string[], input?: readonly string[]) => start(words, input).ended;
