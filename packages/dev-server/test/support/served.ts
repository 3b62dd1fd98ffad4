// Servers and pages of one test.
import { silentLogger } from '@ws4ts/core';
import { startDevServer, type DevServer, type DevServerOptions } from '../../src/index.js';
import { closeLater } from './opened.js';
import { RelayPage } from './relay-page.js';

/** A dev server on a free port that prints nothing. */
export async function serve(options: Partial<DevServerOptions> = {}): Promise<DevServer> {
  const server = await startDevServer({ port: 0, logger: silentLogger, ...options });
  closeLater(() => server.stop({ timeout: 500 }));
  return server;
}

/** A dev server and a page of it. */
export async function serveWithPage(
  options: Partial<DevServerOptions> = {},
): Promise<{ server: DevServer; page: RelayPage }> {
  const server = await serve(options);
  const page = await RelayPage.open(server);
  closeLater(() => page.close());
  return { server, page };
}
