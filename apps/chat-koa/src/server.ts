// Starts the app on a server, and stops it in good order.
import { createServer, type Server } from 'node:http';
import { WebSocketManager, type Logger } from '@ws4ts/core';
import { attach } from '@ws4ts/koa';
import { createApp } from './app.js';
import type { Chat } from './chat.js';
import { History } from './history.js';
import { Pages } from './pages.js';
import type { Settings } from './settings.js';

/** A running chat. */
export interface Running {
  readonly url: string;
  /** Closes every socket, keeps the history, and stops. */
  stop(): Promise<void>;
}

/** Starts the chat; rejects with Node's own error when the port cannot be had, or the history cannot be read. */
export async function startChat(settings: Settings, logger?: Logger): Promise<Running> {
  const { host, port, sessionKey, historyFile } = settings;
  const history = await History.load(historyFile);
  const app = createApp({ members: new WebSocketManager<Chat>(), history }, await Pages.load(), sessionKey);
  const callback = app.callback();
  const server = createServer((request, response) => void callback(request, response));
  const sockets = attach(server, app, logger && { logger });
  await listen(server, host, port);
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${at}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await sockets.close({ code: 1012, reason: 'the server restarts' });
      await history.save();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
