// What a load can be told to do.

/** Text of one or of several bytes a character, bytes, or text that is {"event":"echo","data":…}. */
export type Content = 'ascii' | 'non-ascii' | 'binary' | 'envelope';

interface Messages {
  connections: number;
  content: Content;
  size: number;
}

export type LoadPlan =
  /** Each connection has so many messages under way, all of which come back; enveloped, sent is handled by name. */
  | ({ kind: 'echo' | 'enveloped'; pipelined: number } & Messages)
  /** The server receives, or sends, a batch of them for each one the other way. */
  | ({ kind: 'receive' | 'send' } & Messages)
  /** So many echoes a second over all connections together, whether the answers are back or not. */
  | ({ kind: 'paced'; rate: number } & Messages)
  | { kind: 'deflate'; connections: number; pipelined: number }
  | ({ kind: 'broadcast'; burst: number } & Messages)
  | { kind: 'set-up'; parallel: number }
  | { kind: 'idle'; connections: number }
  | { kind: 'compressed-idle'; connections: number; messages: number }
  /** No load at all: a program that imports the package. */
  | { kind: 'import' };

/** Whether it takes a server that knows permessage-deflate. */
export function needsDeflate({ kind }: LoadPlan): boolean {
  return kind === 'deflate' || kind === 'compressed-idle';
}

/** Whether its cost is memory: all others cost time. */
export function costsMemory(plan: LoadPlan): plan is Extract<LoadPlan, { kind: 'idle' | 'compressed-idle' }> {
  return plan.kind === 'idle' || plan.kind === 'compressed-idle';
}
