// The contract of all doors, on node:http and node:https.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { certificate, contract, privateKey } from '@ws4ts/contract';
import { serve } from './support/serve.js';

contract('http', (routes, options) => serve(createServer(), routes, options));

contract('https', async (routes, options) => ({
  ...(await serve(createSecureServer({ cert: certificate, key: privateKey }), routes, options)),
  ca: certificate,
}));
