// A logger that keeps what it is told, for tests to ask for.
import type { Logger } from '@ws4ts/core';

export class CollectedLog implements Logger {
  #warnings: string[] = [];
  #errors: unknown[] = [];

  warn(line: string): void {
    this.#warnings.push(line);
  }

  error(_line: string, error: unknown): void {
    this.#errors.push(error);
  }

  /** Gives out the warnings so far. */
  takeWarnings(): string[] {
    return this.#warnings.splice(0);
  }

  /** Gives out the errors so far; a test that leaves one behind fails. */
  takeErrors(): unknown[] {
    return this.#errors.splice(0);
  }
}
