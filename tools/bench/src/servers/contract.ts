// What every server process does: it listens on a free port of 127.0.0.1, sends the port as its first IPC message, answers
// the requests below, and ends with its parent. By path, as far as it can:
//
// - /echo sends each message back; /deflate does the same with permessage-deflate;
// - /broadcast sends what comes in to all who are there;
// - /sink answers every 256th message, and no other, with an empty one of its kind; /source answers each 256 times;
// - /enveloped takes {"event":"echo","data":…} apart and sends it back put together anew.
import { PerformanceObserver } from 'node:perf_hooks';
import type { AddressInfo, Server } from 'node:net';

/**
 * 'cpu' asks for the microseconds of CPU time used (user and system, all threads); 'memory' for the resident bytes after a
 * collection; 'pauses' for the milliseconds of the longest stop for garbage since it was last asked; 'profile' begins a CPU
 * profile, and 'profiled' ends it and asks for it.
 */
export type ServerRequest = 'cpu' | 'memory' | 'pauses' | 'profile' | 'profiled';

/** How many messages belong to one on /sink and /source. */
export const batchSize = 256;

export interface Envelope {
  event: string;
  data: unknown;
}

/** Puts together what an enveloped message is answered with. */
export function answerEnvelope(text: string): string {
  const { event, data } = JSON.parse(text) as Envelope;
  if (event !== 'echo') throw new Error(`no handler for ${event}`);
  return JSON.stringify({ event, data });
}

/** Listens, and keeps the contract from then on. */
export function serve(server: Server): void {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => announce((server.address() as AddressInfo).port));
}

/** Keeps the contract for a server that listens by its own means. */
export function announce(port: number): void {
  const pauses = watchPauses();
  const answers: Record<ServerRequest, () => unknown> = { cpu, memory, pauses, profile, profiled };
  process.on('disconnect', () => process.exit(0));
  process.on('message', (request: ServerRequest) => {
    void Promise.resolve(answers[request]()).then((answer) => process.send?.(answer));
  });
  process.send?.(port);
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function memory(): number {
  // What a first collection finalises, only a later one frees.
  for (let pass = 0; pass < 3; pass++) globalThis.gc?.();
  return process.memoryUsage.rss();
}

/** Null where the runtime does not tell. */
function watchPauses(): () => number | null {
  const { supportedEntryTypes } = PerformanceObserver as { supportedEntryTypes?: readonly string[] };
  if (!supportedEntryTypes?.includes('gc')) return () => null;
  let longest = 0;
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  const note = (entries: readonly { duration: number }[]): void => {
    for (const { duration } of entries) longest = Math.max(longest, duration);
  };
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    note(observer.takeRecords());
    const result = longest;
    longest = 0;
    return result;
  };
}

let session: import('node:inspector/promises').Session | undefined;

async function profile(): Promise<true> {
  const { Session } = await import('node:inspector/promises');
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  // If the heap is full while V8 lists the code that there is, V8 of Node 20 waits for itself for ever.
  globalThis.gc?.();
  await session.post('Profiler.start');
  return true;
}

async function profiled(): Promise<unknown> {
  const result = await session?.post('Profiler.stop');
  session?.disconnect();
  return result?.profile;
}
