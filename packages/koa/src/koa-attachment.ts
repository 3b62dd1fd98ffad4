// The sockets that came in through one call of `attach`, and how their requests reach the app.
import {
  consoleLogger,
  createEndpoint,
  Doorkeeper,
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

/** What `attach` returns. */
export class KoaAttachment extends UpgradeDoor implements AppDoor {
  /** @internal */
  override readonly takesAnyPath = true;
  private readonly endpoints = new WeakMap<WebSocketClass, Endpoint>();
  private callback: AppCallback | undefined;

  /** @internal */
  constructor(
    private readonly createCallback: () => AppCallback,
    options: Partial<ServerOptions>,
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
    // Koa composes its middleware once and for all: the later, the more of it.
    this.callback ??= this.createCallback();
    void new KoaUpgrade(upgrade, this).run(this.callback);
    return true;
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
    return this.options.logger ?? consoleLogger;
  }
}
