// What a context of an attached app can do beside what Koa gives it.
import type Koa from 'koa';
import type { ExtendableContext } from 'koa';
import {
  HandshakeError,
  pathOf,
  type Params,
  type ServerOptions,
  type WebSocket,
  type WebSocketClass,
} from '@ws4ts/core';
import { refusalOfPlain } from '@ws4ts/http';
import { answerOn } from './answer-on.js';
import { upgradeOf } from './koa-upgrade.js';

/** What the contexts of an attached app have beside what Koa gives them. */
export interface UpgradeContext {
  /** Whether the request asks for a WebSocket. */
  readonly isUpgrade: boolean;
  /**
   * Accepts the upgrade, or makes the refusal the answer to the request: a plain request's too. Resolves with the socket when
   * `requested` has let it in, with undefined when there is none. It opens when all middleware has ended; until then a status
   * other than 101, or an error, is what the client gets instead.
   * Throws a UsageError when it is asked twice, and for a class or an option that is no good.
   * @param options go before those of `attach`, and what the class carries goes before them
   */
  upgrade<Socket extends WebSocket>(
    target: WebSocketClass<Socket>,
    options?: Partial<ServerOptions>,
  ): Promise<Socket | undefined>;
}

declare module 'koa' {
  interface ExtendableContext extends UpgradeContext {}
}

/** Adds `isUpgrade` and `upgrade` to the contexts of an app. */
export function extendContext({ context }: Pick<Koa, 'context'>): void {
  if (Object.hasOwn(context, 'isUpgrade')) return;
  Object.defineProperties(context, {
    isUpgrade: {
      get(this: ExtendableContext) {
        return upgradeOf(this) !== undefined;
      },
    },
    upgrade: {
      value(this: ExtendableContext, target: WebSocketClass, options?: Partial<ServerOptions>) {
        return upgrade(this, target, options);
      },
    },
    // Koa asks for it when the stack has ended; middleware may set it, as ever.
    respond: {
      get(this: ExtendableContext) {
        return upgradeOf(this)?.isPending === true ? false : undefined;
      },
      set(this: ExtendableContext, value: unknown) {
        Object.defineProperty(this, 'respond', { value, writable: true, enumerable: true, configurable: true });
      },
    },
  });
}

async function upgrade(
  context: ExtendableContext,
  target: WebSocketClass,
  options: Partial<ServerOptions> | undefined,
): Promise<WebSocket | undefined> {
  const asked = upgradeOf(context);
  if (asked === undefined) {
    answerOn(context, refusalOfPlain(context.req));
    return undefined;
  }
  const endpoint = asked.door.endpointOf(target, options);
  if (!isDecodable(context.path)) {
    answerOn(context, HandshakeError.for('WS_NOT_FOUND', pathOf(context.req.url ?? '/')));
    return undefined;
  }
  return asked.accept(context, { endpoint, params: paramsOf(context) });
}

/** The parameters that a router has found. */
function paramsOf(context: object): Params {
  return 'params' in context ? (context.params as Params) : {};
}

/** A path whose percent-encoding is broken names nothing, though some routers let it pass. */
function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
