// Lets clients in, knows who is in, and sends everyone home: what all doors have in common.
import type { WebSocketManager } from '../groups/manager.js';
import type { WebSocket } from '../socket/web-socket.js';
import { HandshakeError } from '../vocabulary/errors.js';
import { accept, turnAway, type Accepted, type Door, type Upgrade } from './accept.js';
import { Admission, type Entry } from './admission/admission.js';
import { clientAddressOf } from './admission/client-address.js';
import { resolveDrain, type DrainOptions } from './draining/drain-options.js';
import { refusalOf } from './refusal.js';
import type { Match } from './router.js';
import { Everyone } from './draining/everyone.js';
import { spread } from './draining/spread.js';

const PLAIN: Door = {};

/** The sockets that came in through one door. */
export class Doorkeeper {
  private readonly everyone = new Everyone();
  /** Everyone who is connected: for `broadcast`, `size`, rooms and iteration. */
  readonly manager: WebSocketManager<WebSocket> = this.everyone;
  /** With what refuses each. */
  private readonly handshakes = new Map<Promise<Accepted>, (refusal: HandshakeError) => void>();
  private readonly admission = new Admission();
  private closing: Promise<void> | undefined;

  /**
   * Opens a socket of the matched class for a client, or refuses the client; see `accept`.
   * @param door what this door does in its own way
   */
  accept(upgrade: Upgrade, match: Match, door: Door = PLAIN): Accepted | Promise<Accepted> {
    const { options } = match.endpoint;
    // Asking for a peer's address is a system call, and takes a tenth of a handshake's time (bench: handshake and close).
    const client =
      options.maxConnectionsPerAddress === Infinity ? undefined : clientAddressOf(upgrade.request, options);
    let entry: Entry;
    try {
      if (this.closing !== undefined) throw HandshakeError.for('WS_GOING_AWAY', undefined);
      entry = this.admission.enter(match.endpoint, client);
    } catch (error) {
      turnAway(refusalOf(error, upgrade.request.url, options.logger), upgrade, door);
      return undefined;
    }
    const handshake = accept(upgrade, match, door, this.manager, client);
    if (handshake instanceof Promise) {
      this.handshakes.set(handshake, (refusal) => turnAway(refusal, upgrade, door));
      return this.follow(handshake, entry);
    }
    entry.handshakeEnded(handshake);
    return handshake;
  }

  private async follow(handshake: Promise<Accepted>, entry: Entry): Promise<Accepted> {
    const socket = await handshake;
    this.handshakes.delete(handshake);
    entry.handshakeEnded(socket);
    return socket;
  }

  /**
   * Keeps a place for a client while somebody else is asked, before `accept`, what it shall get, as Koa's middleware is: `close`
   * waits for that too. Throws a HandshakeError when so many have one.
   * @param refuse answers the client when `close` does not wait any longer
   */
  whileAsking(
    maxPendingHandshakes: number,
    ask: () => Promise<void>,
    refuse: (refusal: HandshakeError) => void,
  ): Promise<void> {
    const place = this.admission.enterAhead(maxPendingHandshakes);
    const asked = ask();
    const leave = (): undefined => {
      this.handshakes.delete(answered);
      place.remove();
      return undefined;
    };
    const answered = asked.then(leave, leave);
    this.handshakes.set(answered, refuse);
    return asked;
  }

  /** Whether it is sending everyone home, or has done so: a readiness probe says no then. */
  get isDraining(): boolean {
    return this.closing !== undefined;
  }

  /**
   * Drains: refuses new clients with 503, closes every socket, spread over `jitter`, and waits for the closing handshakes and
   * for each `closed` hook. After the timeout it cuts what is left. Throws a UsageError, before anything is done, for an
   * option that is no good. Asked again, it returns the same promise.
   */
  close(options: DrainOptions = {}): Promise<void> {
    return (this.closing ??= this.drain(resolveDrain(options)));
  }

  private async drain({ code, reason, jitter, timeout }: Required<DrainOptions>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeout)));
    const everyoneGone = this.everyoneGone(code, reason);
    const stop = spread(this.everyone.connected, jitter, (socket) => socket.close(code, reason));
    await Promise.race([everyoneGone, late]);
    clearTimeout(timer);
    stop();
    for (const refuse of this.handshakes.values()) refuse(HandshakeError.for('WS_GOING_AWAY', undefined));
    for (const socket of this.everyone.connected) socket.terminate();
  }

  /** Resolves when all are gone, those too whose handshake is under way. */
  private async everyoneGone(code: number, reason: string): Promise<void> {
    const goneLater = async (handshake: Promise<Accepted>): Promise<void> => {
      const socket = await handshake;
      socket?.close(code, reason);
      await socket?.whenClosed;
    };
    const gone = this.everyone.connected.map((socket) => socket.whenClosed);
    await Promise.all([...gone, ...Array.from(this.handshakes.keys(), goneLater)]);
  }
}
