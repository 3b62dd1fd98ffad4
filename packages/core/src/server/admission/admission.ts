// Who is let in, as far as numbers go: how many connections there may be, in all and of one address, and how many handshakes
// under way. A place is taken before the handshake and left when it has failed or the connection is gone.
import type { Membership } from '../../groups/group.js';
import { networkOf } from '../../socket/network.js';
import type { WebSocket } from '../../socket/web-socket.js';
import type { HandshakeRule } from '../../vocabulary/error-codes.js';
import { HandshakeError } from '../../vocabulary/errors.js';
import type { Route } from '../route.js';
import type { Endpoint } from '../router.js';

/** What the refused are told to wait, in seconds: not all the same, or they would all come back at once. */
const SHORTEST_WAIT = 5;
const LONGEST_WAIT = 15;

type Figure = 'maxConnections' | 'maxConnectionsPerAddress' | 'maxPendingHandshakes';

/** Places that are taken. They are left as a group is, so that a connection keeps nothing for one but one more membership. */
class Places implements Membership {
  private count = 0;

  constructor(private readonly emptied?: () => void) {}

  get taken(): number {
    return this.count;
  }

  take(): void {
    this.count++;
  }

  remove(): boolean {
    this.count--;
    if (this.count === 0) this.emptied?.();
    return true;
  }
}

/** What is counted together: a door's sockets, or those of a route with limits of its own. */
class Counter {
  readonly connections = new Places();
  readonly handshakes = new Places();
  private readonly byAddress = new Map<string, Places>();

  /** The places of an address; those of an address that nobody has connected from are born now. */
  of(address: string): Places {
    let places = this.byAddress.get(address);
    if (places === undefined) {
      places = new Places(() => this.byAddress.delete(address));
      this.byAddress.set(address, places);
    }
    return places;
  }

  /** How many places an address has taken. */
  takenBy(address: string): number {
    return this.byAddress.get(address)?.taken ?? 0;
  }
}

/** A client whose handshake is under way, and the places that it has. */
export class Entry {
  constructor(
    private readonly handshakes: Places,
    private readonly connections: Places,
    private readonly ofAddress: Places | undefined,
  ) {
    handshakes.take();
    connections.take();
    ofAddress?.take();
  }

  /** From now on the places are its socket's, or free when there is no socket. */
  handshakeEnded(socket: WebSocket | undefined): void {
    this.handshakes.remove();
    pass(this.connections, socket);
    if (this.ofAddress !== undefined) pass(this.ofAddress, socket);
  }
}

function pass(places: Places, socket: WebSocket | undefined): void {
  if (socket === undefined || socket.state === 'closed') places.remove();
  else socket.joinedGroup(places);
}

/** Counts the clients of one door. */
export class Admission {
  private readonly common = new Counter();
  private readonly apart = new WeakMap<Route, Counter>();
  private readonly ahead = new Places();

  /**
   * Takes a place for a client whose handshake begins. Throws a HandshakeError when there is none: 503, or 429 when it is the
   * client's own address that has too many; both say when to come again.
   */
  enter(endpoint: Endpoint, address: string | undefined): Entry {
    const { maxConnections, maxConnectionsPerAddress, maxPendingHandshakes } = endpoint.options;
    const { connections } = this.counterOf(endpoint, 'maxConnections');
    if (connections.taken >= maxConnections) throw full('WS_TOO_MANY_CONNECTIONS', maxConnections);
    const { handshakes } = this.counterOf(endpoint, 'maxPendingHandshakes');
    if (handshakes.taken >= maxPendingHandshakes) throw full('WS_TOO_MANY_HANDSHAKES', maxPendingHandshakes);
    if (address === undefined || maxConnectionsPerAddress === Infinity) {
      return new Entry(handshakes, connections, undefined);
    }
    const counter = this.counterOf(endpoint, 'maxConnectionsPerAddress');
    const network = networkOf(address);
    if (counter.takenBy(network) >= maxConnectionsPerAddress) throw full('WS_TOO_MANY_FROM_ADDRESS', network);
    return new Entry(handshakes, connections, counter.of(network));
  }

  /**
   * Takes a place for a client whose endpoint somebody else is asked for first. Throws a HandshakeError when there is none.
   * @returns what is to be removed when it is known
   */
  enterAhead(maxPendingHandshakes: number): Pick<Places, 'remove'> {
    if (this.ahead.taken >= maxPendingHandshakes) throw full('WS_TOO_MANY_HANDSHAKES', maxPendingHandshakes);
    this.ahead.take();
    return this.ahead;
  }

  /** Each figure is counted for the whole door, but for a route that gives it itself: its sockets are counted for it alone. */
  private counterOf({ own, route }: Endpoint, figure: Figure): Counter {
    if (own[figure] === undefined) return this.common;
    let counter = this.apart.get(route);
    if (counter === undefined) this.apart.set(route, (counter = new Counter()));
    return counter;
  }
}

function full(rule: HandshakeRule, offending: unknown): HandshakeError {
  const wait = process.getBuiltinModule('node:crypto').randomInt(SHORTEST_WAIT, LONGEST_WAIT + 1);
  return HandshakeError.for(rule, offending, { 'retry-after': String(wait) });
}
