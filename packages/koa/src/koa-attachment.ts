// The sockets that came in through one call of `attach`, and how their requests reach the app.
import {
  createEndpoint,
  Doorkeeper,
  refusalOf,
  Route,
  type Accepted,
  type Door,
  type Endpoint,
  type Logger,
  type Match,
  type ServerOptions,
  type WebSocketClass,
} from '@ws4ts/core';
import { UpgradeDoor, type HttpUpgrade } from '@ws4ts/http';
import { KoaUpgrade, type AppCallback, type AppDoor } from './koa-upgrade.js';
import { UpgradeResponse } from './upgrade-response.js';

/** What `attach` returns. */
export class KoaAttachment extends UpgradeDoor implements AppDoor {
  /** @internal */
  override readonly takesAnyPath = true;
  private readonly endpoints = new WeakMap<WebSocketClass, Endpoint>();
  private callback: AppCallback | undefined;

  /** @internal */
  constructor(
    private readonly createCallback: () => AppCallback,
    override readonly options: ServerOptions,
    detach: () => void,
  ) {
    super(options, new Doorkeeper(), detach);
  }

  /** @internal Only the app knows, and only when it is asked. */
  override handles(): boolean {
    return false;
  }

  /** @internal Sends a client through the app. */
  override take(upgrade: HttpUpgrade): boolean {
    const callback = this.appCallback();
    const asked = new KoaUpgrade(upgrade, this);
    try {
      void this.doorkeeper.whileAsking(
        this.options.maxPendingHandshakes,
        () => asked.run(callback),
        (refusal) => asked.turnAway(refusal),
      );
    } catch (error) {
      const refusal = refusalOf(error, upgrade.request.url, this.logger);
      // Who else hears the server's upgrades has to have heard of this one.
      process.nextTick(() => asked.turnAway(refusal));
    }
    return true;
  }

  /** @internal RFC 9110 §7.8: "A server MAY ignore a received Upgrade header field"; it is a plain request to the app then. */
  takePlain(upgrade: HttpUpgrade): boolean {
    const { request } = upgrade;
    // Node does not read the body of a request for an upgrade.
    if (Number(request.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in request.headers) return false;
    upgrade.socket.on('error', () => upgrade.socket.destroy());
    const answer = new UpgradeResponse(upgrade);
    answer.connect();
    void this.appCallback()(request, answer.response);
    return true;
  }

  /** Koa composes its middleware once and for all: the later, the more of it. */
  private appCallback(): AppCallback {
    return (this.callback ??= this.createCallback());
  }

  /** @internal */
  accept(upgrade: HttpUpgrade, match: Match, how: Door): Accepted | Promise<Accepted> {
    return this.doorkeeper.accept(upgrade, match, how);
  }

  /** @internal */
  endpointOf(target: WebSocketClass, options: Partial<ServerOptions> | undefined): Endpoint {
    let endpoint = this.endpoints.get(target);
    if (endpoint === undefined) {
      this.endpoints.set(target, (endpoint = createEndpoint(new Route('/'), target, this.options)));
    }
    return options === undefined ? endpoint : createEndpoint(endpoint.route, target, this.options, options);
  }

  /** @internal */
  get logger(): Logger {
    return this.options.logger;
  }
}
