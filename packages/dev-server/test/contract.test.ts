// The contract of all doors, through the taps of the dev server.
import { contract } from '@ws4ts/contract';
import { startDevServer } from '../src/index.js';

contract('dev-server', async (routes, options) => {
  const server = await startDevServer({ port: 0, routes, server: options });
  return { url: server.url, stop: () => server.stop() };
});
