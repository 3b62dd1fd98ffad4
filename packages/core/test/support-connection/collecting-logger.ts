import type { Logger } from '../../src/options/logger.js';

/** Keeps what is logged. */
export class CollectingLogger implements Logger {
  readonly warnings: string[] = [];
  readonly errors: { readonly line: string; readonly error: unknown }[] = [];

  warn(line: string): void {
    this.warnings.push(line);
  }

  error(line: string, error: unknown): void {
    this.errors.push({ line, error });
  }
}
