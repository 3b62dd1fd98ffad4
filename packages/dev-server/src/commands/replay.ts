// `ws4ts-dev replay file URL`: sends what a recorded client has sent, when it sent it.
import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionClosed, type WebSocket } from '@ws4ts/core';
import { readSteps, type ReplayStep } from '../recording/replay-steps.js';
import { dial, type DialOptions } from './dial.js';
import { ExitCode } from './exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** The options of the command, as they were typed. */
export interface ReplayOptions extends DialOptions {
  /** Which of the recorded connections; by default the first. */
  readonly session?: string;
  /** How many times as fast; 0 does not wait at all. */
  readonly speed: number;
  readonly json?: boolean;
}

/** How much may wait to be sent, in bytes, before the next message is waited with. */
const MOST_WAITING = 1024 * 1024;

/** Replays a recording. Rejects when the file cannot be read or there is no connection. */
export async function replay(
  file: string,
  url: string,
  options: ReplayOptions,
  terminal: Terminal,
  stopped: AbortSignal,
): Promise<ExitCode> {
  // Read twice, and never kept: what is wrong with it is to be told before anything is sent.
  const wanted = await countMessages(file, options.session);
  let received = 0;
  const socket = await dial(url, options, stopped, { receivedMessage: () => void received++ });
  const begun = performance.now();
  let sent = 0;
  try {
    for await (const step of readSteps(file, options.session)) {
      const due = options.speed === 0 ? 0 : step.time / options.speed - (performance.now() - begun);
      if (due > 0) await wait(due, undefined, { signal: stopped });
      if (!socket.isOpen || stopped.aborted) break;
      take(socket, step);
      sent += step.kind === 'message' ? 1 : 0;
      if (socket.bufferedAmount > MOST_WAITING) await socket.flush();
    }
  } catch (error) {
    if (!stopped.aborted && !(error instanceof ConnectionClosed)) throw error;
  }
  if (socket.isOpen) socket.close();
  await socket.whenClosed;
  const code = socket.closeCode ?? 1006;
  if (options.json) terminal.print(JSON.stringify({ sent, received, wanted, code }));
  else terminal.print(`sent ${sent} of ${wanted} messages, received ${received}; closed with ${code}`);
  return sent === wanted ? ExitCode.ok : ExitCode.badClose;
}

async function countMessages(file: string, session: string | undefined): Promise<number> {
  let count = 0;
  for await (const { kind } of readSteps(file, session)) if (kind === 'message') count++;
  return count;
}

function take(socket: WebSocket, { kind, data, code }: ReplayStep): void {
  if (kind === 'message') socket.send(data);
  else if (kind === 'ping') socket.ping(data);
  else socket.close(code, String(data));
}
