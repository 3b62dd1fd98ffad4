// A HookRunner, and the story of what it calls.
import { expect } from '@jest/globals';
import { HookRunner, type HookListener } from '../../src/connection/hook-runner.js';
import type { HookResult, Hooks } from '../../src/connection/hooks.js';
import type { MessageData } from '../../src/protocol/message-assembler.js';
import { CollectingLogger } from './collecting-logger.js';

/** Notes what the runner calls, as hooks and as their listener. */
export class Story implements Hooks<string>, HookListener<string> {
  readonly owner = 'it';
  readonly hooks = this;
  readonly told: string[] = [];
  /** What `receivedMessage` does. */
  act: () => HookResult = () => undefined;
  /** What `unhandledError` does. */
  report: () => HookResult = () => undefined;
  expected: unknown;

  constructor(readonly options: HookListener<string>['options']) {}

  opened(owner: string): HookResult {
    this.told.push(`${owner} opened`);
    return this.act();
  }

  receivedMessage(owner: string, data: MessageData): HookResult {
    this.told.push(`${owner} received ${data.toString()}`);
    return this.act();
  }

  ponged(owner: string, payload: Buffer): HookResult {
    this.told.push(`${owner} ponged ${payload.toString()}`);
    return this.act();
  }

  drained(owner: string): HookResult {
    this.told.push(`${owner} drained`);
    return this.act();
  }

  unblocked(): void {}

  closing(): void {}

  disconnected(owner: string): void {
    this.told.push(`${owner} disconnected`);
  }

  closed(owner: string, code: number, reason: string): HookResult {
    this.told.push(`${owner} closed ${code} ${reason}`);
    return this.act();
  }

  unhandledError(owner: string, error: unknown): HookResult {
    this.told.push(`${owner} failed ${(error as Error).message}`);
    return this.report();
  }

  isExpected(error: unknown): boolean {
    return error === this.expected;
  }

  hookFailed(): void {
    this.told.push('hook failed');
  }

  goOn(): void {
    this.told.push('go on');
  }
}

/** A runner, and all that can be seen of it. */
export interface Running {
  readonly story: Story;
  readonly runner: HookRunner<string>;
  readonly logger: CollectingLogger;
  /** Calls a hook that does this, and forgets that it was called. */
  readonly run: (act: () => HookResult) => void;
}

/** A runner that has so many hooks under way at once. */
export function runHooks(concurrency = 1): Running {
  const logger = new CollectingLogger();
  const story = new Story({ logger, concurrency });
  const runner = new HookRunner(story);
  const run = (act: () => HookResult): void => {
    story.act = act;
    runner.receivedMessage('x');
    expect(story.told.shift()).toBe('it received x');
  };
  return { story, runner, logger, run };
}
