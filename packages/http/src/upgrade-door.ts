// What all doors on a server have in common: who is in, and how they are sent home. Where a door finds the class of a request is
// its own affair.
import type { Doorkeeper, DrainOptions, ServerOptions, WebSocket, WebSocketManager } from '@ws4ts/core';
import type { HttpUpgrade, UpgradeTaker } from './server-upgrades.js';

/** A door on a server; `upgradesOf(server)` brings clients to it from `add` to `retire`. */
export abstract class UpgradeDoor implements UpgradeTaker {
  private closed: Promise<void> | undefined;

  /** @param retire lets others go first, when everyone has gone home */
  constructor(
    /** The options that all sockets of this door share. */
    readonly options: Partial<ServerOptions>,
    /** Lets this door's clients in. */
    protected readonly doorkeeper: Doorkeeper,
    private readonly retire: () => void,
  ) {}

  abstract readonly takesAnyPath: boolean;

  abstract handles(url: string): boolean;

  abstract take(upgrade: HttpUpgrade): boolean;

  /** Everyone who is connected: for `broadcast`, `size`, rooms and iteration. */
  get manager(): WebSocketManager<WebSocket> {
    return this.doorkeeper.manager;
  }

  /** Whether `close` was called: for a readiness probe, which answers 503 from then on. */
  get isDraining(): boolean {
    return this.doorkeeper.isDraining;
  }

  /**
   * Drains: refuses new clients with 503, closes every socket (1001 by default, spread over `jitter`), waits for the closing
   * handshakes and for each `closed` hook. After the timeout it cuts what is left. The caller may close the server then; while it
   * still listens, whoever comes is told 503 for as long as no other door is added. Throws a UsageError, before anything is done, for an option that is no good.
   */
  close(options?: DrainOptions): Promise<void> {
    return (this.closed ??= this.doorkeeper.close(options).then(this.retire));
  }
}
