// The contract of all doors, on a platform of Nest. Each has a file of its own, so that they run side by side.
import { certificate, contract, fixtures, privateKey } from '@ws4ts/contract';
import { listen, start, type PlatformName } from './applications.js';

export function contractOn(platform: PlatformName, isSecure = false): void {
  contract(`nest on ${platform}${isSecure ? ' with TLS' : ''}`, async (_routes, options) => {
    const secure = isSecure && { secure: { cert: certificate, key: privateKey } };
    const { app } = await start({ platform, options, ...secure, providers: [...fixtures] });
    return { url: await listen(app, isSecure), ...(isSecure && { ca: certificate }), stop: () => app.close() };
  });
}
