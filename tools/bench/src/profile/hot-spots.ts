// Where the time goes: by whose code it is, and by function.
import type { Call } from './call-tree.js';

export interface Share {
  name: string;
  /** Of all the time that the process was busy. */
  share: number;
}

/** Whose code a call is. */
export function areaOf({ name, url }: Pick<Call, 'name' | 'url'>): string {
  if (name === '(garbage collector)') return 'garbage collection';
  if (name === '(program)') return 'system calls and native code';
  if (url.startsWith('node:')) return "Node's JavaScript";
  if (url === '') return 'native functions called by JavaScript';
  const parts = /\/packages\/([^/]+)\/(?:dist|src)\/([^/]+)/.exec(url);
  if (parts) return parts[2]!.endsWith('.js') ? `@ws4ts/${parts[1]}` : `@ws4ts/${parts[1]} ${parts[2]}`;
  return /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? 'the server program';
}

/** The time in each area, most first. */
export function byArea(root: Call): Share[] {
  return sharesBy(root, areaOf);
}

/** The time in each function itself, most first. */
export function byFunction(root: Call): Share[] {
  return sharesBy(root, ({ name, url }) => (url === '' ? name : `${name} (${url.split('/').slice(-2).join('/')})`));
}

function sharesBy(root: Call, nameOf: (call: Call) => string): Share[] {
  const sums = new Map<string, number>();
  const visit = (call: Call): void => {
    if (call.self > 0) sums.set(nameOf(call), (sums.get(nameOf(call)) ?? 0) + call.self);
    for (const child of call.calls.values()) visit(child);
  };
  visit(root);
  return [...sums].map(([name, time]) => ({ name, share: time / root.total })).toSorted((a, b) => b.share - a.share);
}
