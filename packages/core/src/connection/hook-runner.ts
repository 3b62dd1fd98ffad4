// Runs the hooks of one connection: while as many as may be are under way (one, unless `concurrency` says more), none is
// called. A hook that throws or rejects goes to `unhandledError`, and what fails there to the log.
import type { ConnectionOptions } from '../options/connection-options.js';
import type { MessageData } from '../protocol/message-assembler.js';
import type { HookResult, Hooks } from './hooks.js';

/** Whose hooks they are; told of how they end. */
export interface HookListener<Owner> {
  /** What the hooks are called with. */
  readonly owner: Owner;
  readonly hooks: Hooks<Owner>;
  readonly options: Pick<ConnectionOptions, 'logger' | 'concurrency'>;
  /** Whether an error is in the course of things and nobody's failure. */
  isExpected(error: unknown): boolean;
  /** A hook threw or rejected, and `unhandledError` was told. */
  hookFailed(): void;
  /** Another hook may be called: reading may go on. */
  goOn(): void;
}

/** One connection's turnstile for hooks. */
export class HookRunner<Owner> {
  /** How many hooks are under way; one that must be alone counts as many as may be. */
  private underWay = 0;
  /** What `opened` counts while it is called or pending: nothing once it waits for messages itself. Undefined after it. */
  private opening: number | undefined;
  /** Whether a hook has failed: what the peer has sent before it hears of that would only fail again. */
  private hasFailed = false;
  /** What is to be called when the hooks under way have ended. */
  private next: (() => void) | undefined;

  constructor(private readonly told: HookListener<Owner>) {}

  /** Whether no hook may be called now. */
  get isBusy(): boolean {
    return this.underWay > 0 && this.underWay >= this.told.options.concurrency;
  }

  opened(): void {
    this.opening = this.told.options.concurrency;
    try {
      // It may have stepped aside already when it returns.
      if (!this.watch(this.told.hooks.opened(this.told.owner), this.opening, 'opened')) this.opening = undefined;
    } catch (error) {
      this.opening = undefined;
      this.failed(error);
    }
  }

  /** Lets others by while `opened` is pending; returns whether it was in their way. */
  stepAside(): boolean {
    if (!this.opening) return false;
    const isInTheWay = this.underWay > 0;
    if (isInTheWay) this.underWay -= this.opening;
    this.opening = 0;
    return isInTheWay;
  }

  receivedMessage(data: MessageData): void {
    if (this.hasFailed) return;
    try {
      this.watch(this.told.hooks.receivedMessage(this.told.owner, data), 1);
    } catch (error) {
      this.failed(error);
    }
  }

  ponged(payload: Buffer): void {
    if (this.hasFailed) return;
    try {
      this.watch(this.told.hooks.ponged(this.told.owner, payload), 1);
    } catch (error) {
      this.failed(error);
    }
  }

  drained(): void {
    if (this.hasFailed) return;
    try {
      this.watch(this.told.hooks.drained(this.told.owner), 1);
    } catch (error) {
      this.failed(error);
    }
  }

  closed(code: number, reason: string): void {
    try {
      this.watch(this.told.hooks.closed(this.told.owner, code, reason), 1);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Calls now, or when all hooks under way have ended; there is at most one such call. */
  whenIdle(call: () => void): void {
    if (this.isIdle) call();
    else this.next = call;
  }

  private get isIdle(): boolean {
    return this.underWay === 0 && this.opening === undefined;
  }

  /** Looks at what a hook has returned: a promise is under way until it settles, and counts `weight`. Returns whether it is one. */
  private watch(result: HookResult, weight: number, kind?: 'opened' | 'report'): boolean {
    if (typeof result !== 'object' || result === null || typeof result.then !== 'function') return false;
    this.underWay += weight;
    const settle = (): void => this.settle(kind === 'opened' ? this.endOpening() : weight);
    // Another library's thenable may call back at once, or throw; a promise does neither.
    Promise.resolve(result).then(settle, (error: unknown) => {
      // The report of a failure takes the place of what has failed, so that nothing comes between.
      if (kind === 'report') this.reportFailed(error);
      else this.failed(error);
      settle();
    });
    return true;
  }

  private endOpening(): number {
    const weight = this.opening ?? 0;
    this.opening = undefined;
    return weight;
  }

  private failed(error: unknown): void {
    if (this.told.isExpected(error)) return;
    this.hasFailed = true;
    try {
      this.watch(this.told.hooks.unhandledError(this.told.owner, error), this.told.options.concurrency, 'report');
    } catch (again) {
      this.reportFailed(again);
    }
    this.told.hookFailed();
  }

  private reportFailed(error: unknown): void {
    if (!this.told.isExpected(error)) this.told.options.logger.error('the hook unhandledError has failed', error);
  }

  private settle(weight: number): void {
    this.underWay -= weight;
    if (this.isBusy) return;
    if (this.next === undefined) this.told.goOn();
    else if (this.isIdle) {
      const { next } = this;
      this.next = undefined;
      next();
    }
  }
}
