// Where the library says why it refused or closed something: one plain sentence each.

/** Takes the library's log lines; `console` is one, and so are most loggers. */
export interface Logger {
  /** A peer did something that cost it its connection. */
  warn(line: string): void;
  /** The application's own code failed. */
  error(line: string, error: unknown): void;
}

/** Writes to the standard error output. */
export const consoleLogger: Logger = {
  warn: (line) => console.warn(`ws4ts: ${line}`),
  error: (line, error) => console.error(`ws4ts: ${line}`, error),
};

/** Drops everything. */
export const silentLogger: Logger = { warn() {}, error() {} };
