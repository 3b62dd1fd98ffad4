// Finds the endpoint of a path: literal routes first, then patterns in the order in which they were given.
import { UsageError } from '../vocabulary/errors.js';
import { planCompression, type CompressionPlan } from '../options/compression-options.js';
import { resolveOptions } from '../options/option-table.js';
import { plainPath, Route, type Params } from './route.js';
import { SERVER_OPTIONS, type ServerOptions } from './server-options.js';
import { carriedOptions, carriedRoute, demandWebSocketClass, type WebSocketClass } from './web-socket-route.js';

/** Classes by their paths, or classes that carry their route. */
export type Routes = Readonly<Record<string, WebSocketClass>> | readonly WebSocketClass[];

/** What is behind a path. */
export interface Endpoint {
  readonly route: Route;
  readonly target: WebSocketClass;
  readonly options: ServerOptions;
  /** Those of them that the route or its class gives itself: limits on numbers among them count this route's sockets alone. */
  readonly own: Partial<ServerOptions>;
  /** What compression its sockets agree to, if any. */
  readonly compression: CompressionPlan | undefined;
}

/**
 * What a class is behind a path. What the class carries by `@WebSocketRoute` goes before the route's options, and these before
 * those of the door. Endpoints that share a route are counted together.
 * Throws a UsageError for a class or an option that is no good.
 */
export function createEndpoint(
  route: Route,
  target: WebSocketClass,
  options: Partial<ServerOptions>,
  ofRoute: Partial<ServerOptions> = {},
): Endpoint {
  demandWebSocketClass(target);
  const own = { ...ofRoute, ...carriedOptions(target) };
  const resolved = resolveOptions(SERVER_OPTIONS, { ...options, ...own });
  const compression = planCompression(resolved.compression, 'server');
  return { route, target, options: resolved, own, compression };
}

/** An endpoint and the values of its path's names. */
export interface Match {
  readonly endpoint: Endpoint;
  readonly params: Params;
}

/** The endpoints of one door. */
export class Router {
  private readonly all: Endpoint[] = [];
  private readonly literals = new Map<string, Endpoint>();
  private readonly patterns: Endpoint[] = [];

  /** The options of the door, completed. */
  readonly options: ServerOptions;

  /**
   * Throws a UsageError for a route, a class or an option that is no good.
   * @param ofRoutes what these routes say themselves, beside what their classes carry
   */
  constructor(routes: Routes, options: Partial<ServerOptions>, ofRoutes?: Partial<ServerOptions>) {
    this.options = resolveOptions(SERVER_OPTIONS, options);
    if (ofRoutes !== undefined) resolveOptions(SERVER_OPTIONS, ofRoutes);
    if (typeof routes !== 'object' || routes === null) {
      throw new UsageError(
        'WS_USAGE_ROUTE',
        routes,
        'routes are { path: Class }, or a list of classes with @WebSocketRoute',
      );
    }
    const entries: [string, WebSocketClass][] = isList(routes)
      ? routes.map((target) => [carriedRoute(target).path, target])
      : Object.entries(routes);
    for (const [path, target] of entries) this.add(createEndpoint(new Route(path), target, options, ofRoutes));
  }

  /** All endpoints, in the order in which they were given. */
  get endpoints(): readonly Endpoint[] {
    return this.all;
  }

  /** Finds the endpoint of a path. */
  match(path: string): Match | undefined {
    const plain = plainPath(path);
    if (plain === undefined) return undefined;
    const literal = this.literals.get(plain);
    if (literal !== undefined) return { endpoint: literal, params: literal.route.match(plain)! };
    for (const endpoint of this.patterns) {
      const params = endpoint.route.match(plain);
      if (params !== undefined) return { endpoint, params };
    }
    return undefined;
  }

  private add(endpoint: Endpoint): void {
    const { path, pattern, isLiteral } = endpoint.route;
    const isTaken = isLiteral ? this.literals.has(path) : this.patterns.some((other) => other.route.path === path);
    if (isTaken) {
      throw new UsageError('WS_USAGE_ROUTE', pattern, 'two classes have this path');
    }
    this.all.push(endpoint);
    if (isLiteral) this.literals.set(path, endpoint);
    else this.patterns.push(endpoint);
  }
}

function isList(routes: Routes): routes is readonly WebSocketClass[] {
  return Array.isArray(routes);
}
