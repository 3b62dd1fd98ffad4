// The app: one stack of middleware, for pages and for sockets.
import Koa from 'koa';
import session from 'koa-session';
import { webSocket } from '@ws4ts/koa';
import { Chat, type ChatState, type Hub } from './chat.js';
import { secureHeaders, type Pages } from './pages.js';
import { demandUser, signIn, signOut, type SessionContext } from './sign-in.js';

const WEEK = 7 * 24 * 60 * 60 * 1000;
const ROOM = /^\/chat\/[\w-]{1,40}$/;

/** Puts the app together. */
export function createApp(hub: Hub, pages: Pages, sessionKey: string): Koa<ChatState, SessionContext> {
  const app = new Koa<ChatState, SessionContext>({ keys: [sessionKey] });
  app.use(secureHeaders);
  app.use(pages.assets);
  app.use(session({ key: 'chat', maxAge: WEEK, sameSite: 'lax', renew: true }, app));
  app.use((context, next) => {
    context.state.hub = hub;
    return next();
  });
  app.use((context, next) => open(context, pages) ?? next());
  // From here on everyone is signed in, pages and sockets alike.
  app.use(demandUser);
  app.use((context, next) => {
    // A name that no room can have is left to Koa's 404.
    if (context.path === '/') return context.redirect('/chat/lobby');
    return ROOM.test(context.path) ? next() : undefined;
  });
  app.use(webSocket([Chat]));
  app.use((context) => {
    if (context.method === 'GET') pages.send(context, 'chat.html');
  });
  return app;
}

/** What is open to everyone; undefined for all else. */
function open(context: SessionContext, pages: Pages): Promise<void> | undefined {
  switch (`${context.method} ${context.path}`) {
    case 'GET /sign-in':
      pages.send(context, 'sign-in.html');
      return Promise.resolve();
    case 'POST /sign-in':
      return signIn(context);
    case 'POST /sign-out':
      signOut(context);
      return Promise.resolve();
    default:
      return undefined;
  }
}
