// What a command talks to: the process's own streams, or those of a test.
import picocolors from 'picocolors';

/** A stream that may be a terminal. */
export type Readable = NodeJS.ReadableStream & { readonly isTTY?: boolean };
/** A stream that may be a terminal, as wide as it says. */
export type Writable = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Where a command reads and writes. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/** Names of colours that are no colours unless the output is a terminal. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** The streams, with words for what commands write. */
export class Terminal {
  readonly colors: Colors;

  /** @param environment NO_COLOR turns colours off, FORCE_COLOR on */
  constructor(
    readonly streams: Streams,
    environment: Readonly<Record<string, string | undefined>> = {},
  ) {
    const { NO_COLOR: no, FORCE_COLOR: force } = environment;
    this.colors = picocolors.createColors(!no && (Boolean(force) || streams.output.isTTY === true));
  }

  /** Whether somebody sits there. */
  get isInteractive(): boolean {
    return this.streams.input.isTTY === true && this.streams.output.isTTY === true;
  }

  /** A line of the result. */
  print(line: string): void {
    this.streams.output.write(`${line}\n`);
  }

  /** A line beside the result: progress, and what went wrong. */
  say(line: string): void {
    this.streams.errors.write(`${line}\n`);
  }

  /** Rows in columns, as wide as their widest cell. */
  table(rows: readonly (readonly string[])[], indent = '  '): string {
    const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
    const line = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ');
    return rows.map((row) => `${indent}${line(row)}`.trimEnd()).join('\n');
  }
}
