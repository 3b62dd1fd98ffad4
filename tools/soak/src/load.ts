// The clients, in a process of their own: they come, are used, and go. It answers what it is asked.
import type { Socket } from 'node:net';
import { Listener } from './listener.js';
import { misbehave, MISDEEDS } from './troublemaker.js';

/** What the clients have seen. */
export interface Seen {
  readonly open: number;
  readonly opened: number;
  /** Why clients could not connect, each reason once. */
  readonly failures: readonly string[];
  readonly faults: readonly string[];
  /** How many of those that are open have heard the number, and all of their own words. */
  readonly upToDate: number;
}

const AT_ONCE = 50;
/** One client in so many misbehaves. */
const TROUBLE = 50;

const listeners = new Set<Listener>();
const troublemakers = new Set<Socket>();
const failures = new Set<string>();
const faults: string[] = [];
let opened = 0;

async function openOne(port: number): Promise<void> {
  opened++;
  try {
    if (opened % TROUBLE === 0)
      troublemakers.add(await misbehave(port, MISDEEDS[(opened / TROUBLE) % MISDEEDS.length]!));
    else listeners.add(await Listener.open(port));
  } catch (error) {
    failures.add(String(error));
  }
}

async function open(port: number, count: number): Promise<void> {
  for (let left = count; left > 0; left -= AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, () => openOne(port)));
  }
}

/** Lets the oldest go: each other one says goodbye, the others are cut. */
async function drop(count: number): Promise<void> {
  const gone = [...listeners].slice(0, count - Math.floor(count / TROUBLE));
  for (const [i, one] of gone.entries()) {
    listeners.delete(one);
    faults.push(...one.faults);
    if (i % 2 === 0) one.close();
    else one.terminate();
  }
  for (const socket of [...troublemakers].slice(0, Math.ceil(count / TROUBLE))) {
    troublemakers.delete(socket);
    socket.destroy();
  }
  await Promise.all(gone.map((one) => one.whenClosed));
}

function seen(told: number): Seen {
  const all = [...listeners];
  return {
    open: all.length,
    opened,
    failures: [...failures],
    faults: [...faults, ...all.flatMap((one) => one.faults)],
    upToDate: all.filter((one) => one.isOpen && one.isAnswered && one.lastTold === told).length,
  };
}

async function answer([what, one = 0, two = 0]: [string, number?, number?]): Promise<unknown> {
  if (what === 'open') await open(one, two);
  else if (what === 'drop') await drop(one);
  else if (what === 'say') for (const listener of listeners) listener.say();
  return seen(one);
}

process.on('message', (request: [string, number?, number?]) => {
  void answer(request).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
