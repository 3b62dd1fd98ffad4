// What is served when no files are given: something to try each feature with.
import { EchoWebSocket, type Routes, type ServerOptions } from '@ws4ts/core';
import { WebSocketRoute, type WebSocketClass } from '@ws4ts/core';
import { Chat } from './chat.js';
import { Binary, Close, Compressed, Flood, Reject, Slow, Subprotocol, Time } from './trial.js';

class Echo extends EchoWebSocket {}

interface OwnRoute {
  readonly path: string;
  readonly target: WebSocketClass;
  readonly summary: string;
  /** A path to try it with, where the pattern is none. */
  readonly example?: string;
  readonly options?: Partial<ServerOptions>;
}

/** The routes, in the order in which they are shown. */
export const ownRoutes: readonly OwnRoute[] = [
  { path: '/echo', target: Echo, summary: 'sends every message back' },
  { path: '/chat/:room', target: Chat, summary: 'tells everyone in the room', example: '/chat/lobby' },
  { path: '/time', target: Time, summary: 'sends the time, once a second' },
  { path: '/binary', target: Binary, summary: 'sends bytes, as many as you say' },
  { path: '/slow', target: Slow, summary: 'echoes after a second, or the milliseconds you send' },
  { path: '/close/:code', target: Close, summary: 'closes with the code', example: '/close/1011' },
  { path: '/flood', target: Flood, summary: 'sends ten thousand messages at once' },
  { path: '/reject/:status', target: Reject, summary: 'refuses with the status', example: '/reject/401' },
  {
    path: '/subprotocol',
    target: Subprotocol,
    summary: 'agrees on chat.v2, chat.v1 or json',
    options: { subprotocols: ['chat.v2', 'chat.v1', 'json'] },
  },
  { path: '/compressed', target: Compressed, summary: 'compresses', options: { compression: { threshold: 32 } } },
];

for (const { path, target, options } of ownRoutes) WebSocketRoute(path, options)(target);

/** The classes, as a router takes them. */
export const ownClasses: Routes = ownRoutes.map(({ target }) => target);
