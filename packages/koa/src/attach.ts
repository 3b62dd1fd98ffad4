// The door to Koa.
import type Koa from 'koa';
import type { DefaultContext, DefaultState } from 'koa';
import { Router, UsageError } from '@ws4ts/core';
import { upgradesOf, type AttachOptions, type HttpServer } from '@ws4ts/http';
import { KoaAttachment } from './koa-attachment.js';
import { extendContext } from './upgrade-context.js';

/** Each with its app: a second one would never be asked, since the first answers whatever comes. */
const attached = new WeakSet<HttpServer>();

/**
 * Sends the upgrades of a server through the middleware of an app, where `webSocket` and `ctx.upgrade` accept them. What the app
 * answers instead is what the client gets.
 *
 * The server may listen or not. Its other users are respected as by `attach` of `@ws4ts/http`: routes that are attached by that go
 * first, other protocols are left to other listeners, and so is, where there are any, what the app answers with 404.
 *
 * Throws a UsageError for an option that is no good, and for a server that has an app: mount the second app in the first.
 *
 * @param options those of all sockets of the app; what `webSocket`, `upgrade` or a class says goes before them
 * @example
 * app.use(webSocket('/echo', Echo));
 * attach(app.listen(3000), app);
 */
export function attach<StateT = DefaultState, ContextT = DefaultContext>(
  server: HttpServer,
  app: Koa<StateT, ContextT>,
  options: AttachOptions = {},
): KoaAttachment {
  // It knows no routes; it knows the options.
  const router = new Router({}, options);
  if (attached.has(server))
    throw new UsageError('WS_USAGE_ATTACHED', app, 'attach one app to a server, and mount others in it');
  attached.add(server);
  extendContext(app);
  const upgrades = upgradesOf(server);
  const attachment = new KoaAttachment(
    () => app.callback(),
    router.options,
    () => {
      upgrades.retire(attachment);
      attached.delete(server);
    },
  );
  upgrades.add(attachment);
  return attachment;
}
