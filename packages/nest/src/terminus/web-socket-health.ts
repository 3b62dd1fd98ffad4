// Tells whether sockets are served: down while the application drains, or when there are more of them than it may have.
import { Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { NestDoor } from '../module/nest-door.js';

/** When sockets are well. */
export interface WebSocketHealthOptions {
  /** With more connections than this the answer is `down`. Default: no limit. */
  readonly maxConnections?: number;
}

/**
 * A health indicator. Provide it beside `TerminusModule`.
 * @example @HealthCheck() check() { return this.health.check([() => this.sockets.isHealthy('sockets')]); }
 */
@Injectable()
export class WebSocketHealthIndicator {
  constructor(
    private readonly door: NestDoor,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** Reports `connections`, and whether they are served. */
  isHealthy(key: string, { maxConnections = Infinity }: WebSocketHealthOptions = {}) {
    const indicator = this.indicators.check(key);
    const connections = this.door.doorkeeper.manager.size;
    if (!this.door.isServing) return indicator.down({ connections, message: 'no new connections are taken' });
    if (connections > maxConnections) {
      return indicator.down({ connections, message: `more than ${maxConnections} connections` });
    }
    return indicator.up({ connections });
  }
}
