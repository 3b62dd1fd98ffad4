// What people are told of routes.
import type { Router } from '@ws4ts/core';
import type { RouteNote } from '../relay/relay-messages.js';
import { ownRoutes } from '../routes/own-routes.js';

/** Describes the routes of a router, in their order. */
export function describeRoutes(router: Router): RouteNote[] {
  return router.endpoints.map(({ route: { pattern }, target, options, compression }) => {
    const own = ownRoutes.find((one) => one.target === target);
    return {
      path: pattern,
      params: Array.from(pattern.matchAll(/\/[:*](\w+)/g), ([, name]) => name!),
      className: target.name,
      ...(own !== undefined && { summary: own.summary }),
      subprotocols: options.subprotocols === 'any' ? [] : options.subprotocols,
      compression: compression !== undefined,
      maxMessageSize: options.maxMessageSize,
      example: own?.example ?? pattern.replace(/\/[:*](\w+)/g, '/$1'),
    };
  });
}
