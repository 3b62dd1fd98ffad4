// A child process that answers one IPC request at a time. It always answers or fails: an early end and a silence are errors
// that carry what the process last wrote to stderr.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

interface Waiter {
  resolve(message: unknown): void;
  reject(error: Error): void;
}

export class Child {
  readonly #name: string;
  readonly #process: ChildProcess;
  readonly #inbox: unknown[] = [];
  #waiter: Waiter | undefined;
  #ended: string | undefined;
  #stderr = '';

  constructor(name: string, command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    this.#name = name;
    const [program = '', ...rest] = command;
    this.#process = spawn(program, rest, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...environment },
    });
    this.#process.stderr?.on('data', (chunk) => (this.#stderr = (this.#stderr + String(chunk)).slice(-2000)));
    this.#process.on('message', (message) => {
      if (this.#waiter) this.#waiter.resolve(message);
      else this.#inbox.push(message);
    });
    this.#process.on('error', (error) => this.#end(`did not start: ${error.message}`));
    this.#process.on('exit', (code, signal) => this.#end(`ended early (${signal ?? code})`));
  }

  /** The next message that the process sends. */
  async receive(milliseconds = 30_000): Promise<unknown> {
    if (this.#inbox.length > 0) return this.#inbox.shift();
    if (this.#ended !== undefined) throw this.#error(this.#ended);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#waiter = { resolve, reject };
        timer = setTimeout(() => reject(this.#error(`was silent for ${milliseconds} ms`)), milliseconds);
      });
    } finally {
      clearTimeout(timer);
      this.#waiter = undefined;
    }
  }

  ask(request: object | string, milliseconds?: number): Promise<unknown> {
    if (this.#process.connected) this.#process.send(request);
    return this.receive(milliseconds);
  }

  /** Tells the process to end, by letting go of it, and waits until it has. */
  async end(): Promise<void> {
    if (this.#ended !== undefined) return;
    const exit = once(this.#process, 'exit');
    if (this.#process.connected) this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
    await exit;
    clearTimeout(timer);
  }

  #end(how: string): void {
    this.#ended = how;
    this.#waiter?.reject(this.#error(how));
  }

  #error(what: string): Error {
    return new Error(`${this.#name} ${what}\n${this.#stderr}`.trimEnd());
  }
}
