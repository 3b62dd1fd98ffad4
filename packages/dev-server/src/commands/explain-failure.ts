// One clear sentence for what made a command fail.
import { UsageError } from '@ws4ts/core';
import { explainRefusal } from '../relay/explain.js';
import { ExitCode } from './exit-code.js';

/** A sentence for people, and the exit code. */
export function explainFailure(error: unknown): { readonly sentence: string; readonly code: ExitCode } {
  if (error instanceof UsageError) return { sentence: error.message, code: ExitCode.usage };
  const { code, syscall, message, address, port } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  const failed = (sentence: string) => ({ sentence, code: ExitCode.failed });
  if (syscall === 'listen') {
    const where = `${address}:${port}`;
    if (code === 'EADDRINUSE') return failed(`${where} is taken: stop what listens there, or choose another --port`);
    if (code === 'EACCES') return failed(`${where} may not be listened on: choose a --port over 1023`);
    if (code === 'EADDRNOTAVAIL') return failed(`${address} is no address of this machine: choose another --host`);
  }
  if (syscall === 'open') return failed(message);
  return failed(explainRefusal(error).explanation);
}
