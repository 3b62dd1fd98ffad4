// The door of the dev server: like every other one, but each connection goes through a tap, and the routes can be exchanged.
import {
  Doorkeeper,
  HandshakeError,
  pathOf,
  refusalOf,
  Router,
  writeRefusal,
  type DrainOptions,
  type Logger,
  type Match,
  type ServerOptions,
  type Upgrade,
  type WebSocket,
} from '@ws4ts/core';
import type { UpgradeTaker } from '@ws4ts/http';
import { RELAY_PATH } from '../relay/relay-messages.js';
import { RelaySocket, type RelayContext } from '../relay/relay-socket.js';
import { TappedStream } from '../wire/tapped-stream.js';
import type { Proxy } from '../proxy/proxy.js';

/** What a door is made with. */
export interface DevDoorOptions {
  readonly options: Partial<ServerOptions>;
  readonly logger: Logger;
  readonly router: Router;
  readonly context: () => RelayContext;
  readonly proxy: Proxy | undefined;
}

/** Recordings and frames in base64 are long; a page's commands are not, but may carry a message. */
const MOST_COMMAND = 64 * 1024 * 1024;

/** Lets clients in to the routes, pages to the relay, and all others to nothing. */
export class DevDoor implements UpgradeTaker {
  readonly options: Partial<ServerOptions>;
  readonly takesAnyPath = true;
  /** Everyone who is connected to the routes. */
  readonly doorkeeper = new Doorkeeper();
  private readonly pages = new Doorkeeper();
  private readonly relay: Router;
  private current: Router;

  constructor(private readonly given: DevDoorOptions) {
    this.options = given.options;
    this.current = given.router;
    this.relay = new Router({ [RELAY_PATH]: RelaySocket }, { logger: given.logger, maxMessageSize: MOST_COMMAND });
  }

  /** The routes of now. */
  get router(): Router {
    return this.current;
  }

  /** Serves other routes from now on, and sends home who is connected: the client is to come again. */
  exchange(router: Router): void {
    this.current = router;
    this.doorkeeper.manager.close(1012, 'the server has loaded its files again');
  }

  /** All paths are this server's: what is not served is refused here. */
  handles(): boolean {
    return true;
  }

  /** Whether a path is a socket's. */
  hasRoute(url: string): boolean {
    const path = pathOf(url);
    return this.given.proxy !== undefined || (this.relay.match(path) ?? this.current.match(path)) !== undefined;
  }

  take(upgrade: Upgrade): boolean {
    this.bring(upgrade);
    return true;
  }

  private bring(upgrade: Upgrade): void {
    const { url = '/' } = upgrade.request;
    const { guard } = this.given.context();
    const { host } = upgrade.request.headers;
    // Two Hosts break a rule of the handshake itself, which is told in its own words.
    if (!guard.isOwnHost(upgrade.request) && (this.given.proxy !== undefined || !hasTwoHosts(upgrade))) {
      return this.refuse(upgrade, new HandshakeError(403, `this server does not go by the name ${host}`));
    }
    const page = this.relay.match(pathOf(url));
    if (page !== undefined) {
      void this.pages.accept(upgrade, page, { create: () => new RelaySocket(this.given.context()) });
      return;
    }
    const { proxy } = this.given;
    if (proxy !== undefined) {
      if (this.mayPass(upgrade)) return proxy.pass(upgrade);
      return this.refuse(upgrade, HandshakeError.for('WS_ORIGIN', upgrade.request.headers.origin));
    }
    const match = this.current.match(pathOf(url));
    if (match === undefined) return this.refuse(upgrade, HandshakeError.for('WS_NOT_FOUND', pathOf(url)));
    void this.open(upgrade, match);
  }

  /** Sends everyone home, the pages last. */
  async close(options?: DrainOptions): Promise<void> {
    this.given.proxy?.close();
    await this.doorkeeper.close(options);
    await this.pages.close(options);
  }

  private async open({ request, socket: inner, head }: Upgrade, match: Match): Promise<void> {
    const stream = new TappedStream(inner, 'server', head);
    const { manager } = this.doorkeeper;
    const create = ({ endpoint: { target } }: Match): WebSocket => new target(manager as never);
    const socket = await this.doorkeeper.accept({ request, socket: stream, head: NOTHING }, match, { create });
    if (socket === undefined || stream.destroyed) return;
    const { route } = match.endpoint;
    const remote = request.socket.remoteAddress ?? '';
    const { connections } = this.given.context();
    connections.add({ route: route.pattern, path: request.url ?? '/', remote, stream, socket });
  }

  /** What `accept` decides on the routes: whether a page may connect. */
  private mayPass({ request }: Upgrade): boolean {
    const { origins = 'same' } = this.options;
    const { origin } = request.headers;
    if (origins === 'any' || origin === undefined || this.given.context().guard.isOwnPage(request)) return true;
    return origins !== 'same' && origins.some((entry) => entry.toLowerCase() === origin.toLowerCase());
  }

  private refuse({ request, socket }: Upgrade, refusal: HandshakeError): void {
    writeRefusal(socket, refusalOf(refusal, request.url, this.given.logger), request.method);
  }
}

const NOTHING = Buffer.alloc(0);

function hasTwoHosts({ request: { rawHeaders } }: Upgrade): boolean {
  return rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length > 1;
}
