// A page without a browser: says commands to the relay, and waits for events.
import { connect, silentLogger, type WebSocket } from '@ws4ts/core';
import type { DevServer, FrameNote, RelayCommand, RelayEvent } from '../../src/index.js';

type EventOf<Type extends RelayEvent['type']> = Extract<RelayEvent, { type: Type }>;

/** The page's end of the relay. */
export class RelayPage {
  readonly events: RelayEvent[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly socket: WebSocket) {}

  static async open(server: DevServer): Promise<RelayPage> {
    const token = new URL(server.pageUrl).searchParams.get('token');
    const page = new RelayPage(
      await connect(`${server.url}/__ws4ts/relay?token=${token}`, { logger: silentLogger, maxMessageSize: 2 ** 26 }),
    );
    void page.read();
    return page;
  }

  say(command: RelayCommand): void {
    this.socket.send(JSON.stringify(command));
  }

  sayText(text: string): void {
    this.socket.send(text);
  }

  /** Says a command and waits for what came of it. */
  async ask(command: RelayCommand): Promise<string> {
    const ask = this.events.length + 1_000_000 * Math.random();
    this.say({ ...command, ask });
    const answer = await this.until((event) => (event.type === 'done' || event.type === 'failed') && event.ask === ask);
    return answer.type === 'failed' ? answer.reason : 'done';
  }

  /** The first event of a type that fits, past or to come. */
  async event<Type extends RelayEvent['type']>(
    type: Type,
    fits: (event: EventOf<Type>) => boolean = () => true,
  ): Promise<EventOf<Type>> {
    return (await this.until((event) => event.type === type && fits(event as EventOf<Type>))) as EventOf<Type>;
  }

  /** The frames of a session, once there is one that fits. */
  async frames(session: string, fits: (note: FrameNote) => boolean): Promise<FrameNote[]> {
    const all = (): FrameNote[] =>
      this.events.flatMap((event) => (event.type === 'frames' && event.session === session ? event.frames : []));
    await this.until(() => all().some(fits));
    return all();
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.socket.whenClosed;
  }

  private async until(fits: (event: RelayEvent) => boolean): Promise<RelayEvent> {
    for (;;) {
      const found = this.events.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  private async read(): Promise<void> {
    for await (const message of this.socket) {
      this.events.push(message.json() as RelayEvent);
      for (const wake of this.waiting) wake();
      this.waiting.clear();
    }
  }
}
