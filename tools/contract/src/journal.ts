// What fixtures tell of themselves while a test runs: lines to wait for, and gates to hold a hook at.

/** Lines in the order in which they were written. */
export class Journal {
  #lines: string[] = [];
  #instances = 0;
  #most = 0;
  readonly #readers = new Set<() => void>();

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** The greatest value that was measured. */
  get most(): number {
    return this.#most;
  }

  write(line: string): void {
    this.#lines.push(line);
    for (const read of this.#readers) read();
  }

  measure(value: number): void {
    this.#most = Math.max(this.#most, value);
  }

  /** Numbers a new instance, from 1. */
  number(): number {
    return ++this.#instances;
  }

  count(line: string | RegExp): number {
    const fits = (one: string): boolean => (typeof line === 'string' ? one === line : line.test(one));
    return this.#lines.filter(fits).length;
  }

  /** Resolves once so many lines have been written that are this one, or fit it. */
  until(line: string | RegExp, times = 1): Promise<void> {
    return new Promise((resolve) => {
      const read = (): void => {
        if (this.count(line) < times) return;
        this.#readers.delete(read);
        resolve();
      };
      this.#readers.add(read);
      read();
    });
  }

  clear(): void {
    this.#lines = [];
    this.#instances = 0;
    this.#most = 0;
    this.#readers.clear();
  }
}

/** Places where a hook waits until a test lets it go on. */
export class Gates {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #open = new Set<string>();

  pass(name: string): Promise<void> {
    if (this.#open.has(name)) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(name) ?? new Set();
      this.#waiting.set(name, waiting.add(resolve));
    });
  }

  /** Lets all pass who wait or come. */
  open(name: string): void {
    this.#open.add(name);
    for (const resolve of this.#waiting.get(name) ?? []) resolve();
    this.#waiting.delete(name);
  }

  /** Lets all go who wait, and closes again. */
  reset(): void {
    for (const name of [...this.#waiting.keys()]) this.open(name);
    this.#open.clear();
  }
}

/** Those that all fixtures share. */
export const journal = new Journal();
export const gates = new Gates();
