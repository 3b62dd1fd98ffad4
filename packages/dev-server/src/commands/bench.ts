// `ws4ts-dev bench URL`: how many messages a server that echoes takes, and how long it takes for one.
import { setMaxListeners } from 'node:events';
import { UsageError, type WebSocket } from '@ws4ts/core';
import { Latencies, type Bucket } from '../measuring/latencies.js';
import { explainClose } from '../relay/explain.js';
import { dial, type DialOptions } from './dial.js';
import { ExitCode } from './exit-code.js';
import type { Terminal } from '../terminal/terminal.js';

/** The options of the command, as they were typed. */
export interface BenchOptions extends DialOptions {
  readonly connections: number;
  /** Messages under way on each connection. */
  readonly pipeline: number;
  /** Bytes a message. */
  readonly size: number;
  /** Seconds. */
  readonly duration: number;
  readonly json?: boolean;
}

/** What was measured; times in milliseconds. */
export interface BenchResult {
  readonly connections: number;
  readonly seconds: number;
  readonly messages: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly latency: { readonly [name in 'p50' | 'p90' | 'p99' | 'max' | 'mean']: number };
  readonly histogram: readonly Bucket[];
  /** Connections that ended before their time. */
  readonly broken: number;
  /** How many of them, by the code that they ended with. */
  readonly closeCodes: Readonly<Record<number, number>>;
}

/** How often progress is shown, and how long an answer may take before it is clear that none comes, in milliseconds. */
const PROGRESS = 200;
const NO_ANSWER = 5_000;
/** How many connections are opened at the same time. */
const AT_ONCE = 50;

/** How many times that are not needed any more are kept. */
const KEPT = 1024;

/** One connection under load: each answer is followed by the next message. */
class Lane {
  private readonly sentAt: number[] = [];
  private first = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly payload: Buffer,
    private readonly latencies: Latencies,
  ) {}

  send(): void {
    if (!this.socket.isOpen) return;
    this.sentAt.push(performance.now());
    this.socket.send(this.payload);
  }

  answered(): void {
    const at = this.sentAt[this.first++];
    if (at === undefined) return;
    this.latencies.record(performance.now() - at);
    // What has been read is let go of from time to time.
    if (this.first === KEPT) {
      this.sentAt.splice(0, KEPT);
      this.first = 0;
    }
    this.send();
  }
}

/** Measures. Rejects when it cannot connect. */
export async function bench(
  url: string,
  options: BenchOptions,
  terminal: Terminal,
  stopped: AbortSignal,
): Promise<ExitCode> {
  const latencies = new Latencies();
  const lanes = new Map<WebSocket, Lane>();
  const sockets = await openAll(url, options, stopped, (socket) => lanes.get(socket)?.answered());
  const payload = Buffer.alloc(options.size, 'x');
  const closeCodes: Record<number, number> = {};
  let broken = 0;
  let isOver = false;
  const begun = performance.now();
  for (const socket of sockets) {
    void socket.whenClosed.then(() => {
      if (isOver) return;
      const { closeCode: code = 1006 } = socket;
      broken++;
      closeCodes[code] = (closeCodes[code] ?? 0) + 1;
    });
    const lane = new Lane(socket, payload, latencies);
    lanes.set(socket, lane);
    for (let i = 0; i < options.pipeline; i++) lane.send();
  }
  await running(options, terminal, stopped, latencies, () => broken === sockets.length);
  const seconds = (performance.now() - begun) / 1000;
  isOver = true;
  const result = summary(options, seconds, latencies, { broken, closeCodes });
  for (const socket of sockets) socket.terminate();
  await Promise.all(sockets.map((socket) => socket.whenClosed));
  if (result.messages === 0) {
    const why = broken > 0 ? breaks(closeCodes) : 'bench needs a path that echoes';
    terminal.say(`no answer came: ${why}`);
    return ExitCode.failed;
  }
  terminal.print(options.json ? JSON.stringify(result) : report(result, terminal));
  return broken > 0 ? ExitCode.badClose : ExitCode.ok;
}

async function openAll(
  url: string,
  options: BenchOptions,
  stopped: AbortSignal,
  answered: (socket: WebSocket) => void,
): Promise<WebSocket[]> {
  if (options.connections > 10_000 || options.duration > 3600) {
    throw new UsageError('WS_USAGE_OPTION', options.connections, 'at most 10,000 connections, and an hour');
  }
  const sockets: WebSocket[] = [];
  // Each attempt hears the signal while it lasts.
  setMaxListeners(AT_ONCE + 1, stopped);
  try {
    while (sockets.length < options.connections) {
      const count = Math.min(AT_ONCE, options.connections - sockets.length);
      const receivedMessage = (_message: unknown, socket: WebSocket): void => answered(socket);
      const opened = await Promise.allSettled(
        Array.from({ length: count }, () => dial(url, options, stopped, { receivedMessage })),
      );
      for (const one of opened) if (one.status === 'fulfilled') sockets.push(one.value);
      for (const one of opened) if (one.status === 'rejected') throw one.reason;
    }
  } catch (error) {
    for (const socket of sockets) socket.terminate();
    throw error;
  }
  return sockets;
}

/** Lasts as long as the load does, and shows how far it is. */
function running(
  { duration, json = false }: BenchOptions,
  terminal: Terminal,
  stopped: AbortSignal,
  latencies: Latencies,
  isBroken: () => boolean,
): Promise<void> {
  const shows = terminal.streams.errors.isTTY === true && !json;
  const begun = performance.now();
  return new Promise((resolve) => {
    const progress = setInterval(() => {
      const passed = performance.now() - begun;
      if (shows) terminal.streams.errors.write(`\r${progressLine(passed, duration * 1000, latencies.count)}\u001b[K`);
      if (isBroken() || (latencies.count === 0 && passed > NO_ANSWER)) end();
    }, PROGRESS);
    const end = (): void => {
      clearInterval(progress);
      clearTimeout(timer);
      stopped.removeEventListener('abort', end);
      if (shows) terminal.streams.errors.write('\r\u001b[K');
      resolve();
    };
    const timer = setTimeout(end, duration * 1000);
    stopped.addEventListener('abort', end);
    if (stopped.aborted) end();
  });
}

function progressLine(passed: number, whole: number, messages: number): string {
  const width = 30;
  const done = Math.min(width, Math.round((passed / whole) * width));
  const rate = Math.round(messages / (passed / 1000));
  return `${'█'.repeat(done)}${'░'.repeat(width - done)}  ${messages} messages, ${rate} a second`;
}

function summary(
  { connections, size }: BenchOptions,
  seconds: number,
  latencies: Latencies,
  ends: Pick<BenchResult, 'broken' | 'closeCodes'>,
): BenchResult {
  const { count: messages, max, mean, buckets } = latencies;
  return {
    connections,
    seconds: Math.round(seconds * 1000) / 1000,
    messages,
    messagesPerSecond: Math.round(messages / seconds),
    bytesPerSecond: Math.round((messages * size) / seconds),
    latency: {
      p50: latencies.percentile(50),
      p90: latencies.percentile(90),
      p99: latencies.percentile(99),
      max,
      mean,
    },
    histogram: buckets,
    ...ends,
  };
}

/** `2 closed with 1009, a message was too big`. */
function breaks(closeCodes: BenchResult['closeCodes']): string {
  return Object.entries(closeCodes)
    .map(([code, count]) => `${count} closed with ${code}, ${explainClose(Number(code))}`)
    .join('; ');
}

const BAR = 40;

function report(result: BenchResult, terminal: Terminal): string {
  const { bold, cyan } = terminal.colors;
  const { messages, messagesPerSecond, bytesPerSecond, seconds, connections, latency, histogram, closeCodes } = result;
  const most = Math.max(...histogram.map(({ count }) => count));
  const rows = histogram.map(({ upTo, count }) => {
    const bar = '█'.repeat(Math.ceil((count / most) * BAR));
    return `  ${`≤ ${upTo} ms`.padStart(12)}  ${String(count).padStart(9)}  ${cyan(bar)}`.trimEnd();
  });
  const { p50, p90, p99, max } = latency;
  return [
    `${bold(`${messagesPerSecond} messages a second`)}, ${(bytesPerSecond / 1e6).toFixed(2)} MB/s each way`,
    `${messages} messages in ${seconds} s on ${connections} connections`,
    ...(result.broken > 0 ? [`connections that broke: ${breaks(closeCodes)}`] : []),
    '',
    `time until the answer: half within ${p50} ms, 90 % ${p90} ms, 99 % ${p99} ms, all ${max} ms`,
    ...rows,
  ].join('\n');
}
