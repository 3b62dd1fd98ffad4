// Who is let in, as far as numbers go: how many connections there may be, in all and of one address, and how many handshakes
// under way. A place is taken before the handshake and left when it has failed or the connection is gone.
import type { Membership } from '../../groups/group.js';
import type { WebSocket } from '../../socket/web-socket.js';
import type { HandshakeRule } from '../../vocabulary/error-codes.js';
import { HandshakeError } from '../../vocabulary/errors.js';
import type { Endpoint } from '../router.js';
import type { ServerOptions } from '../server-options.js';
import { carriedOptions } from '../web-socket-route.js';
import { isIP } from './address-list.js';

/** What the refused are told to wait, in seconds: not all the same, or they would all come back at once. */
const SHORTEST_WAIT = 5;
const LONGEST_WAIT = 15;

/**
 * Places that are taken, of which those of one address are a part. It is left as a group is, so that a connection keeps nothing
 * for it but one more membership.
 */
export class Places implements Membership {
  private count = 0;

  constructor(
    private readonly counter: Counter,
    private readonly whole?: Places,
    private readonly emptied?: () => void,
  ) {}

  get taken(): number {
    return this.count;
  }

  take(): void {
    this.count++;
    this.whole?.take();
  }

  /** The handshake that took a place has ended: the place is its socket's from now on, or free when there is no socket. */
  handshakeEnded(socket: WebSocket | undefined): void {
    this.counter.handshakes--;
    if (socket === undefined || socket.state === 'closed') this.remove();
    else socket.joinedGroup(this);
  }

  remove(): boolean {
    this.count--;
    this.whole?.remove();
    if (this.count === 0) this.emptied?.();
    return true;
  }
}

/** What is counted together: a door's connections, or those of a route with limits of its own. */
class Counter {
  readonly all = new Places(this);
  private readonly byAddress = new Map<string, Places>();
  handshakes = 0;

  /** The places of an address; those of an address that nobody has connected from are born now. */
  of(address: string): Places {
    let places = this.byAddress.get(address);
    if (places === undefined) {
      places = new Places(this, this.all, () => this.byAddress.delete(address));
      this.byAddress.set(address, places);
    }
    return places;
  }

  /** How many places an address has taken. */
  takenBy(address: string): number {
    return this.byAddress.get(address)?.taken ?? 0;
  }
}

/** Counts the clients of one door. */
export class Admission {
  private readonly common = new Counter();
  private readonly apart = new Map<Endpoint, Counter>();

  /**
   * Takes a place for a client whose handshake begins. Throws a HandshakeError when there is none: 503, or 429 when it is the
   * client's own address that has too many; both say when to come again.
   *
   * @returns the places of which it has one; they are to be told when the handshake has ended
   */
  enter(endpoint: Endpoint, address: string | undefined): Places {
    const { maxConnections, maxConnectionsPerAddress, maxPendingHandshakes } = endpoint.options;
    const counter = this.counterOf(endpoint);
    if (counter.all.taken >= maxConnections) throw full('WS_TOO_MANY_CONNECTIONS', maxConnections);
    if (counter.handshakes >= maxPendingHandshakes) throw full('WS_TOO_MANY_HANDSHAKES', maxPendingHandshakes);
    let places = counter.all;
    if (address !== undefined && maxConnectionsPerAddress < Infinity) {
      const network = networkOf(address);
      if (counter.takenBy(network) >= maxConnectionsPerAddress) throw full('WS_TOO_MANY_FROM_ADDRESS', network);
      places = counter.of(network);
    }
    places.take();
    counter.handshakes++;
    return places;
  }

  private counterOf(endpoint: Endpoint): Counter {
    if (!countsApart(carriedOptions(endpoint.target))) return this.common;
    let counter = this.apart.get(endpoint);
    if (counter === undefined) this.apart.set(endpoint, (counter = new Counter()));
    return counter;
  }
}

/** Whether a class carries a limit on numbers: its connections are counted by themselves then. */
function countsApart(carried: Partial<ServerOptions>): boolean {
  return (
    carried.maxConnections !== undefined ||
    carried.maxConnectionsPerAddress !== undefined ||
    carried.maxPendingHandshakes !== undefined
  );
}

/** What counts as one address: of IPv6 the first 64 bits, since that is the least that one customer has. */
function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end stands for two groups.
  const known = first.length + last.length + (last.at(-1)?.includes('.') ? 1 : 0);
  const groups = tail === undefined ? first : [...first, ...Array.from({ length: 8 - known }, () => '0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function full(rule: HandshakeRule, offending: unknown): HandshakeError {
  const wait = process.getBuiltinModule('node:crypto').randomInt(SHORTEST_WAIT, LONGEST_WAIT + 1);
  return HandshakeError.for(rule, offending, { 'retry-after': String(wait) });
}
