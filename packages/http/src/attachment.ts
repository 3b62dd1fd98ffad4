// The sockets that came in through one call of `attach`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf, type Door, type Doorkeeper, type Match, type Router, type ServerOptions } from '@ws4ts/core';
import { answerPlain } from './plain-request.js';
import type { HttpUpgrade } from './server-upgrades.js';
import { UpgradeDoor } from './upgrade-door.js';

/** What `attach` returns. */
export class Attachment extends UpgradeDoor {
  /** @internal */
  override readonly takesAnyPath = false;

  /** @internal */
  constructor(
    private readonly router: Router,
    options: Partial<ServerOptions>,
    doorkeeper: Doorkeeper,
    private readonly waysOf: (match: Match) => Door,
    retire: () => void,
  ) {
    super(options, doorkeeper, retire);
  }

  /** Whether a request target (path and query) belongs to one of these routes. */
  override handles(url: string): boolean {
    return this.match(url) !== undefined;
  }

  /** Answers a plain request on one of these paths with what it lacks to be a handshake: for your `request` listener. */
  answer(request: IncomingMessage, response: ServerResponse): void {
    answerPlain(request, response);
  }

  /** @internal The endpoint of a request target. */
  match(url: string): Match | undefined {
    return this.router.match(pathOf(url));
  }

  /** @internal Opens a socket for a client, or refuses the client. */
  override take(upgrade: HttpUpgrade): boolean {
    const match = this.match(upgrade.request.url ?? '/');
    if (match === undefined) return false;
    void this.doorkeeper.accept(upgrade, match, this.waysOf(match));
    return true;
  }
}
