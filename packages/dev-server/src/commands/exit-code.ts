/** How a command ends: for scripts. */
export const ExitCode = {
  ok: 0,
  /** There was no connection, or the server could not start. */
  failed: 1,
  /** An option or an argument is wrong. */
  usage: 2,
  /** The connection ended with another code than 1000, 1001 or 1005. */
  badClose: 3,
  /** What was waited for did not come in time. */
  late: 4,
} as const;

/** One of them. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
