// A redirect to another origin dropped passwords and cookies, but the client still proved who it was by its certificate to
// whatever server it was sent to.
import { afterEach, describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { createSecureContext, type TLSSocket } from 'node:tls';
import { connect } from '../../src/client/connect.js';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { certificate, closeServers, key, serve } from '../support-client/servers.js';

afterEach(closeServers);

const tls = { ca: certificate, cert: certificate, key };

/** Whether a server was shown the client's certificate when it was asked. */
function wasShown(request: IncomingMessage): boolean {
  return 'subject' in ((request.socket as TLSSocket).getPeerCertificate() as object);
}

describe("a client's certificate", () => {
  it.each([
    ['by itself', tls],
    ['in a context', { ca: certificate, secureContext: createSecureContext(tls) }],
  ])('given %s is shown to the server that it is meant for, and not to where that redirects', async (_how, tls) => {
    const shown: Record<string, boolean> = {};
    const target = await serve(EchoWebSocket, { isSecure: true });
    target.server.prependListener('upgrade', (request: IncomingMessage) => (shown.target = wasShown(request)));
    const first = await serve(undefined, {
      isSecure: true,
      answer: (request, response) => {
        shown.first = wasShown(request);
        response.writeHead(307, { location: `${target.url}/` }).end();
      },
    });
    await using client = await connect(first.url, { tls });
    expect(client.isOpen).toBe(true);
    expect(shown).toEqual({ first: true, target: false });
  });

  it('is shown where nothing redirects', async () => {
    const target = await serve(EchoWebSocket, { isSecure: true });
    const shown: boolean[] = [];
    target.server.prependListener('upgrade', (request: IncomingMessage) => shown.push(wasShown(request)));
    await using client = await connect(target.url, { tls });
    expect(client.isOpen).toBe(true);
    expect(shown).toEqual([true]);
  });
});
