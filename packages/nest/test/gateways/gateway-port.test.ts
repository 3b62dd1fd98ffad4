import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { CollectedLog } from '@ws4ts/contract';
import { GatewayPort } from '../../src/gateways/gateway-port.js';
import { GatewayServer } from '../../src/gateways/gateway-server.js';

const log = new CollectedLog();

function serverOn(port: GatewayPort, path: string | undefined): GatewayServer {
  const reading = { parser: () => undefined, logger: log };
  const server = new GatewayServer(port.httpServer, path, reading, { logger: log }, undefined);
  port.add(server);
  return server;
}

describe('GatewayPort', () => {
  it('opens at once on the host that it is told, tells its servers, and closes', async () => {
    const port = new GatewayPort(0, '127.0.0.1', log);
    const server = serverOn(port, '/');
    await once(server, 'listening');
    expect(server.address()).toMatchObject({ address: '127.0.0.1' });
    await server.close();
    await port.close();
    expect(port.httpServer.listening).toBe(false);
  });

  it('tells the log, and the servers that listen, why it cannot be opened', async () => {
    const first = new GatewayPort(0, '127.0.0.1', log);
    await once(first.httpServer, 'listening');
    const second = new GatewayPort((first.httpServer.address() as AddressInfo).port, '127.0.0.1', log);
    serverOn(second, '/deaf');
    const [error] = (await once(serverOn(second, '/'), 'error')) as [Error];
    expect(error).toMatchObject({ code: 'EADDRINUSE' });
    expect(log.takeErrors()).toEqual([error]);
    await second.close();
    await first.close();
  });

  it('is free for other paths, as long as none takes all', async () => {
    const port = new GatewayPort(0, '127.0.0.1', log);
    expect(() => port.demandFree(undefined)).not.toThrow();
    serverOn(port, '/one');
    expect(() => port.demandFree('/two')).not.toThrow();
    const taken = expect.objectContaining({ code: 'WS_USAGE_ROUTE' });
    expect(() => port.demandFree(undefined)).toThrow(taken);
    serverOn(port, undefined);
    expect(() => port.demandFree('/two')).toThrow(taken);
    await once(port.httpServer, 'listening');
    await port.close();
  });
});
