// A client that behaves: it must hear every number from the one that it is told to begin with, and its own words in order.
import { connect, WebSocket, type Message } from '@ws4ts/core';

/** A well-behaved client. */
export class Listener extends WebSocket {
  /** What was wrong with what it heard. */
  readonly faults: string[] = [];
  private last: number | undefined;
  private said = 0;
  private heard = 0;

  static open(port: number): Promise<Listener> {
    return connect(`ws://127.0.0.1:${port}/`, Listener);
  }

  /** The last number that it was told. */
  get lastTold(): number | undefined {
    return this.last;
  }

  /** Whether everything that it said has come back. */
  get isAnswered(): boolean {
    return this.heard === this.said;
  }

  say(): void {
    this.send(`said ${++this.said}`);
  }

  protected override receivedMessage(message: Message): void {
    const [kind, text] = message.text.split(' ');
    const number = Number(text);
    if (kind === 'from') this.last = number;
    else if (kind === 'said') this.heard = this.follow(number, this.heard, message.text);
    else if (this.last !== undefined) this.last = this.follow(number, this.last, message.text);
  }

  private follow(number: number, before: number, text: string): number {
    if (number !== before + 1) this.faults.push(`"${text}" came after ${before}`);
    return number;
  }
}
