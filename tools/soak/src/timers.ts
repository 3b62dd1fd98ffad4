// Counts the timers of a process. Node lists only those that keep it alive, and ours never do.

/** A timer of Node, which knows whether it has fired for the last time, or was cleared. */
type KnownTimer = NodeJS.Timeout & { readonly _destroyed: boolean };

const known = new Set<KnownTimer>();

/** Takes note of every timer that is set from now on. */
export function watchTimers(): void {
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const set = globalThis[name] as (...how: unknown[]) => KnownTimer;
    const noting = (...how: unknown[]): KnownTimer => {
      const timer = set(...how);
      known.add(timer);
      return timer;
    };
    Object.assign(globalThis, { [name]: noting });
  }
}

/** How many timers are still to fire. */
export function timersLeft(): number {
  for (const timer of known) if (timer._destroyed) known.delete(timer);
  return known.size;
}
