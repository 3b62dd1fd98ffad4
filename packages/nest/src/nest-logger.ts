// Where refusals and failures are told: Nest's own logger, so that they look and are filtered like all else there.
import { Logger as NestLog } from '@nestjs/common';
import type { Logger } from '@ws4ts/core';

/** A logger of this library that writes to Nest's, under a context such as a class's name. */
export function nestLogger(context: string): Logger {
  const log = new NestLog(context);
  return {
    warn: (line) => log.warn(line),
    error: (line, error) => log.error(line, error instanceof Error ? error.stack : String(error)),
  };
}
