// A socket that writes down what its hooks are told, and does in them what a test wants.
import type { HookResult } from '../../src/connection/hooks.js';
import type { Message } from '../../src/messages/message.js';
import type { UpgradeRequest } from '../../src/socket/upgrade-request.js';
import { WebSocket } from '../../src/socket/web-socket.js';

/** What hooks do after they are written down. */
export interface Acts {
  requested?(socket: Recorder, request: UpgradeRequest): HookResult;
  opened?(socket: Recorder): HookResult;
  receivedMessage?(socket: Recorder, message: Message): HookResult;
  drained?(socket: Recorder): HookResult;
  ponged?(socket: Recorder, payload: Buffer): HookResult;
  closed?(socket: Recorder, code: number, reason: string): HookResult;
  unhandledError?(socket: Recorder, error: unknown): HookResult;
}

export class Recorder extends WebSocket {
  /** One line a hook: `opened`, `message hello`, `closed 1000 bye`, and `overlap` for one that began while another was pending. */
  readonly events: string[] = [];
  readonly messages: Message[] = [];
  readonly errors: unknown[] = [];
  private waiting: { readonly line: string; readonly resolve: () => void }[] = [];
  private underWay = 0;

  constructor(private readonly acts: Acts = {}) {
    super();
  }

  /** Resolves once a line that begins so has been written. */
  event(line: string): Promise<void> {
    if (this.events.some((written) => written.startsWith(line))) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ line, resolve }));
  }

  /** Resolves once so many messages have come. */
  async received(count: number): Promise<void> {
    for (let next = this.messages.length; next < count; next = this.messages.length)
      await this.event(`message #${next} `);
  }

  /** The data of all messages that have come. */
  get data(): (string | Buffer)[] {
    return this.messages.map((message) => message.data);
  }

  /** The lines without the numbers of messages. */
  get story(): string[] {
    return this.events.map((line) => line.replace(/^message #\d+ /, 'message '));
  }

  protected override requested(request: UpgradeRequest): HookResult {
    return this.note('requested', () => this.acts.requested?.(this, request));
  }

  protected override opened(): HookResult {
    return this.note('opened', () => this.acts.opened?.(this));
  }

  protected override receivedMessage(message: Message): HookResult {
    const line = `message #${this.messages.push(message) - 1} ${message.isText ? message.text.slice(0, 80) : message.bytes.length}`;
    return this.note(line, () => this.acts.receivedMessage?.(this, message));
  }

  protected override ponged(payload: Buffer): HookResult {
    return this.note(`ponged ${payload.toString()}`, () => this.acts.ponged?.(this, payload));
  }

  protected override drained(): HookResult {
    return this.note('drained', () => this.acts.drained?.(this));
  }

  protected override closed(code: number, reason: string): HookResult {
    return this.note(`closed ${code} ${reason}`.trimEnd(), () => this.acts.closed?.(this, code, reason));
  }

  protected override unhandledError(error: unknown): HookResult {
    this.errors.push(error);
    const message = error instanceof Error ? error.message : String(error);
    return this.note(`failed ${message}`, () => this.acts.unhandledError?.(this, error));
  }

  private note(line: string, act: () => HookResult): HookResult {
    if (this.underWay > 0) this.write('overlap');
    this.write(line);
    const result = act();
    if (result === undefined) return undefined;
    this.underWay++;
    return Promise.resolve(result).finally(() => this.underWay--);
  }

  private write(line: string): void {
    this.events.push(line);
    const told = this.waiting.filter((waiter) => line.startsWith(waiter.line));
    this.waiting = this.waiting.filter((waiter) => !line.startsWith(waiter.line));
    for (const { resolve } of told) resolve();
  }
}

/** A class of recorders, for who makes the instances. */
export function recording(acts: Acts = {}): new () => Recorder {
  return class extends Recorder {
    constructor() {
      super(acts);
    }
  };
}
