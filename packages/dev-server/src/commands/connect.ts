// `ws4ts-dev connect URL`: what is typed is sent, what comes is shown; in a pipe a line is a message.
import type { Message, WebSocket } from '@ws4ts/core';
import { createInterface } from 'node:readline';
import { explainClose } from '../relay/explain.js';
import { dial, type DialOptions } from './dial.js';
import { explainFailure } from './explain-failure.js';
import { ExitCode } from './exit-code.js';
import { Prompt } from '../terminal/prompt.js';
import { shownMessage } from '../terminal/shown-message.js';
import type { Terminal } from '../terminal/terminal.js';

/** The options of the command, as they were typed. */
export interface ConnectOptions extends DialOptions {
  readonly once?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

const CLEAN: ReadonlySet<number> = new Set([1000, 1001, 1005]);

/** Talks to a server until it closes, the input ends, or the signal is aborted. Rejects when there is no connection. */
export async function talk(
  url: string,
  options: ConnectOptions,
  terminal: Terminal,
  stopped: AbortSignal,
): Promise<ExitCode> {
  const { once = false, timeout } = options;
  let prompt: Prompt | undefined;
  let isShown = false;
  const socket = await dial(url, options, stopped, {
    receivedMessage(message, from) {
      if (once && isShown) return;
      isShown = true;
      show(message, options, terminal, prompt);
      if (once) from.close();
    },
    ponged: (payload) => prompt?.ponged(payload),
  });
  const stop = (): void => socket.close();
  stopped.addEventListener('abort', stop);
  let isLate = false;
  const timer = once ? setTimeout(() => ((isLate = true), socket.terminate()), timeout) : undefined;
  if (terminal.isInteractive) {
    // The prompt first: from the moment that one reads "connected", a Ctrl-C is a key for it, and no signal.
    prompt = new Prompt(terminal, socket);
    if (!options.json) prompt.show(describe(socket, url, terminal));
  } else void sendLines(socket, terminal, !once);
  await socket.whenClosed;
  clearTimeout(timer);
  stopped.removeEventListener('abort', stop);
  prompt?.close();
  // A terminal that is still open for input keeps nothing alive.
  if ('destroy' in terminal.streams.input) (terminal.streams.input as NodeJS.ReadStream).destroy();
  if (!isLate) return ending(socket, options, terminal);
  terminal.say(`no message came within ${timeout} ms`);
  return ExitCode.late;
}

/** Sends the lines of the input, as fast as the server takes them; at their end it closes, if it is to. */
async function sendLines(socket: WebSocket, terminal: Terminal, closesAtEnd: boolean): Promise<void> {
  try {
    for await (const line of createInterface({ input: terminal.streams.input })) {
      if (!socket.isOpen) return;
      socket.send(line);
      await socket.flush();
    }
    if (closesAtEnd && socket.isOpen) socket.close();
  } catch (error) {
    if (socket.isOpen) terminal.say(explainFailure(error).sentence);
  }
}

function describe(socket: WebSocket, url: string, terminal: Terminal): string {
  const extras = [socket.subprotocol, socket.isCompressed ? 'compressed' : undefined].filter(Boolean).join(', ');
  return terminal.colors.dim(`connected to ${url}${extras && ` (${extras})`}; /help tells what else there is`);
}

function show(
  message: Message,
  { json = false }: ConnectOptions,
  terminal: Terminal,
  prompt: Prompt | undefined,
): void {
  const { data } = message;
  if (json) {
    const body = typeof data === 'string' ? { text: data } : { base64: data.toString('base64') };
    terminal.print(JSON.stringify({ type: 'message', ...body }));
  } else if (prompt !== undefined) prompt.show(shownMessage(data, terminal.colors));
  else terminal.print(typeof data === 'string' ? data : data.toString('hex'));
}

function ending(socket: WebSocket, { json = false }: ConnectOptions, terminal: Terminal): ExitCode {
  const { closeCode: code = 1006, closeReason: reason = '' } = socket;
  const isClean = CLEAN.has(code);
  if (json) terminal.print(JSON.stringify({ type: 'closed', code, reason }));
  else if (!isClean || terminal.isInteractive) {
    terminal.say(`closed with ${code}${reason && ` ${JSON.stringify(reason)}`}: ${explainClose(code)}`);
  }
  return isClean ? ExitCode.ok : ExitCode.badClose;
}
