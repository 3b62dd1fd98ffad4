// The contract of all doors, on both platforms of Nest, with TLS and without.
import { certificate, contract, fixtures, privateKey } from '@ws4ts/contract';
import { listen, start, type PlatformName } from './support/applications.js';

const secure = { cert: certificate, key: privateKey };

function contractOn(platform: PlatformName): void {
  contract(`nest on ${platform}`, async (_routes, options) => {
    const { app } = await start({ platform, options, providers: [...fixtures] });
    return { url: await listen(app), stop: () => app.close() };
  });
  contract(`nest on ${platform} with TLS`, async (_routes, options) => {
    const { app } = await start({ platform, options, secure, providers: [...fixtures] });
    return { url: await listen(app, true), ca: certificate, stop: () => app.close() };
  });
}

contractOn('express');
contractOn('fastify');
