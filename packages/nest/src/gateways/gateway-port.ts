// A port that gateways have to themselves, apart from the application's: an HTTP server of its own.
import { createServer } from 'node:http';
import { UsageError, type Logger } from '@ws4ts/core';
import type { HttpServer } from '@ws4ts/http';
import type { GatewayServer } from './gateway-server.js';

/** One port, and the servers of its paths. It is opened at once. */
export class GatewayPort {
  readonly httpServer: HttpServer = createServer();
  private readonly servers: GatewayServer[] = [];

  constructor(
    private readonly port: number,
    host: string | undefined,
    private readonly logger: Logger,
  ) {
    this.httpServer
      .on('listening', () => this.servers.forEach((server) => server.emit('listening')))
      .on('error', (error: Error) => this.failed(error))
      .listen({ port, host });
  }

  /** Throws a UsageError when a server of this path, or of every path, would take the clients of the others. */
  demandFree(path: string | undefined): void {
    if (this.servers.length === 0) return;
    if (path !== undefined && this.servers.every((server) => server.path !== undefined)) return;
    throw new UsageError(
      'WS_USAGE_ROUTE',
      this.port,
      'two gateways share this port, and one of them takes every path: give each a path',
    );
  }

  add(server: GatewayServer): void {
    this.servers.push(server);
  }

  /** Resolves when the port is closed. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.httpServer.close(() => resolve());
      this.httpServer.closeAllConnections();
    });
  }

  private failed(error: Error): void {
    this.logger.error(`the port ${this.port} of a gateway cannot be served`, error);
    for (const server of this.servers) if (server.listenerCount('error') > 0) server.emit('error', error);
  }
}
