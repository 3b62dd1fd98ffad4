// The server for trying things: routes, a page to talk to them and to others, and all that goes over the wire to look at.
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consoleLogger, Router, UsageError, type DrainOptions, type Logger, type Routes } from '@ws4ts/core';
import { upgradesOf } from '@ws4ts/http';
import { loadSockets } from '../loading/load-sockets.js';
import type { Manager } from '../loading/seen-managers.js';
import { FileWatcher } from '../loading/watch-files.js';
import { Proxy } from '../proxy/proxy.js';
import { Recording } from '../recording/recording.js';
import { RelayHub } from '../relay/relay-hub.js';
import type { RouteNote, StateEvent } from '../relay/relay-messages.js';
import { ownClasses } from '../routes/own-routes.js';
import { version } from '../version.js';
import { DevDoor } from './dev-door.js';
import type { DevServerOptions } from './dev-server-options.js';
import { Guard } from './guard.js';
import { LiveConnections } from './live-connections.js';
import { answerRequest } from './answer-request.js';
import { describeRoutes } from './route-notes.js';

const DEFAULTS: DevServerOptions = {
  host: '127.0.0.1',
  port: 9000,
  token: undefined,
  routes: undefined,
  files: [],
  paths: {},
  watch: false,
  proxy: undefined,
  insecure: false,
  record: undefined,
  server: {},
  logger: consoleLogger,
  reloaded: undefined,
};

/** Addresses that no other machine reaches. */
const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * Starts a dev server. Rejects with a UsageError for an option that is no good, with a LoadingError for a file that cannot be
 * served, and with Node's own error when it cannot listen or write the recording.
 *
 * @example
 * const server = await startDevServer({ port: 0 });
 * console.log(server.pageUrl, server.routes.map(({ path }) => path));
 * await server.stop();
 */
export async function startDevServer(given: Partial<DevServerOptions> = {}): Promise<DevServer> {
  const server = new DevServer({ ...DEFAULTS, ...given });
  await server.start();
  return server;
}

/** A running dev server; `startDevServer` makes it. */
export class DevServer {
  private readonly http: Server;
  private readonly guard: Guard;
  private readonly recording = new Recording();
  private readonly hub: RelayHub;
  private readonly door: DevDoor;
  private readonly connections: LiveConnections;
  private readonly logger: Logger;
  private readonly watcher = new FileWatcher(() => void this.reload());
  /** Those of the user's files. */
  private madeManagers: Iterable<Manager> = [];
  private loadingError: Error | undefined;
  /** The files that were loaded, or should have been. */
  private sources: ReadonlySet<string> = new Set();
  /** The end of all loading so far. */
  private loading = Promise.resolve();
  private port = 0;
  private stopping: Promise<void> | undefined;

  /** @internal */
  constructor(private readonly options: DevServerOptions) {
    const { host, token, proxy: target, insecure, server, files, paths } = options;
    const [unused] = files.length === 0 ? Object.entries(paths) : [];
    if (unused !== undefined) {
      throw new UsageError('WS_USAGE_OPTION', unused.join('='), 'give the file that this class is in as well');
    }
    if (token === undefined && !LOOPBACK.test(host)) {
      throw new UsageError(
        'WS_USAGE_OPTION',
        host,
        'other machines reach this host: give a token for the page as well',
      );
    }
    this.guard = new Guard(host, token ?? randomBytes(12).toString('base64url'));
    this.hub = new RelayHub(this.recording, () => this.state());
    this.logger = this.loggerForAll();
    const proxy =
      target === undefined
        ? undefined
        : new Proxy({ target, insecure, logger: this.logger, connections: () => this.connections });
    const routes = target === undefined ? (options.routes ?? (files.length > 0 ? [] : ownClasses)) : [];
    this.door = new DevDoor({
      options: { ...server, logger: this.logger },
      logger: this.logger,
      router: this.routerOf(routes),
      proxy,
      context: () => ({ guard: this.guard, hub: this.hub, connections: this.connections, url: () => this.url }),
    });
    const managers = { own: this.door.doorkeeper.manager, others: () => this.madeManagers };
    this.connections = new LiveConnections(managers, this.hub);
    const { guard, recording, door } = this;
    this.http = createServer((request, response) =>
      answerRequest(request, response, { guard, recording, door, logger: this.logger }),
    );
    upgradesOf(this.http).add(this.door);
  }

  /** Where clients connect to: `ws://127.0.0.1:9000`, without a path. */
  get url(): string {
    return `ws://${this.authority}`;
  }

  /** The page, with the token. */
  get pageUrl(): string {
    return `http://${this.authority}/?token=${encodeURIComponent(this.guard.token)}`;
  }

  /** What is served. */
  get routes(): RouteNote[] {
    return describeRoutes(this.door.router);
  }

  /** @internal Loads the files and listens. */
  async start(): Promise<void> {
    const { host, port, record, watch, files } = this.options;
    if (files.length > 0) await this.load();
    // Who watches mends the file, and it is loaded again.
    if (this.loadingError !== undefined) {
      if (!watch) throw this.loadingError;
      this.options.reloaded?.(this.loadingError);
    }
    if (record !== undefined) await this.recording.writeTo(record);
    await listen(this.http, port, host);
    this.port = (this.http.address() as AddressInfo).port;
    this.guard.listensOn(this.port);
  }

  /**
   * Loads the files again, once all loading before has ended; when they cannot be loaded, what is served stays as it is, and the
   * page is told why.
   */
  reload(): Promise<void> {
    return (this.loading = this.loading.then(async () => {
      await this.load();
      const { loadingError } = this;
      if (loadingError === undefined) this.hub.log('info', 'the files were loaded again');
      else this.hub.log('error', loadingError.message);
      this.hub.stateChanged();
      this.options.reloaded?.(loadingError);
    }));
  }

  /** Sends everyone home with 1001, unless it is told otherwise, and stops listening. Asked again, it returns the same promise. */
  stop(options?: DrainOptions): Promise<void> {
    return (this.stopping ??= this.end(options));
  }

  private async end(options?: DrainOptions): Promise<void> {
    this.watcher.stop();
    const closed = new Promise((resolve) => this.http.close(resolve));
    this.http.closeIdleConnections();
    await this.door.close(options);
    upgradesOf(this.http).retire(this.door);
    this.connections.stop();
    this.http.closeAllConnections();
    await closed;
    await this.recording.end();
  }

  private async load(): Promise<void> {
    const { files, paths, watch } = this.options;
    const sources = new Set<string>();
    try {
      const { classes, managers } = await loadSockets({ files, paths }, sources);
      const router = this.routerOf(classes);
      this.madeManagers = managers;
      this.door.exchange(router);
      this.loadingError = undefined;
      this.sources = sources;
    } catch (error) {
      this.loadingError = error as Error;
      // Not all of the files were reached.
      this.sources = new Set([...this.sources, ...sources]);
    }
    if (watch && this.stopping === undefined) this.watcher.watch([...this.sources]);
  }

  private routerOf(routes: Routes): Router {
    return new Router(routes, { ...this.options.server, logger: this.logger });
  }

  private state(): StateEvent {
    const { files, proxy } = this.options;
    return {
      type: 'state',
      version,
      url: this.url,
      routes: this.routes,
      files,
      ...(proxy !== undefined && { proxy }),
      ...(this.loadingError !== undefined && { error: this.loadingError.message }),
    };
  }

  /** What is logged goes to the pages as well. */
  private loggerForAll(): Logger {
    const { server, logger } = this.options;
    const own = server.logger ?? logger;
    return {
      warn: (line) => {
        own.warn(line);
        this.hub.log('warn', line);
      },
      error: (line, error) => {
        own.error(line, error);
        this.hub.log('error', `${line}: ${String(error)}`);
      },
    };
  }

  private get authority(): string {
    const { host } = this.options;
    return `${host.includes(':') ? `[${host}]` : host}:${this.port}`;
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
