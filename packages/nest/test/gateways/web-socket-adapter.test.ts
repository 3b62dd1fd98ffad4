// The cases of Nest's own tests of platform-ws, with gateways of ours.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { WebSocketGateway } from '@nestjs/websockets';
import { Test } from '@nestjs/testing';
import { certificate, privateKey } from '@ws4ts/contract';
import { WebSocketAdapter } from '../../src/index.js';
import { ExamplePathGateway, OtherPathGateway, PushGateway, ServerGateway } from './support/gateways.js';
import { ask, freePort, GatewayStage, next, refusal } from './support/gateway-stage.js';

const stage = new GatewayStage();
afterEach(() => stage.clear());

const POP = { event: 'pop', data: { test: 'test' } };

/** A gateway on a port of its own. */
function gatewayOn(port: number, path?: string): Type {
  @WebSocketGateway(port, path === undefined ? {} : { path })
  class OwnPortGateway extends PushGateway {}
  return OwnPortGateway;
}

describe('WebSocketAdapter', () => {
  it("serves a gateway on the application's server", async () => {
    const client = await stage.open(await stage.serve([ServerGateway]));
    expect(await ask(client, 'push', { test: 'test' })).toEqual(POP);
  });

  it('serves gateways on different paths, and refuses others', async () => {
    const url = await stage.serve([ExamplePathGateway, OtherPathGateway]);
    for (const path of ['/example', '/ws-path', '/ws-path?token=1']) {
      expect(await ask(await stage.open(url + path), 'push', { test: 'test' })).toEqual(POP);
    }
    expect(await refusal(stage.connect(`${url}/ws-path/more`))).toBe(404);
    expect(await refusal(stage.connect(url))).toBe(404);
    expect(stage.log.takeWarnings()).toEqual([
      expect.stringMatching(/^refused a handshake for \/ws-path\/more: 404/),
      expect.stringMatching(/^refused a handshake for \/: 404/),
    ]);
  });

  it('serves gateways on ports of their own, on whatever path', async () => {
    const ports = [await freePort(), await freePort()];
    await stage.serve(ports.map((port) => gatewayOn(port)));
    for (const port of ports) {
      for (const path of ['', '/any/path']) {
        const client = await stage.open(`ws://127.0.0.1:${port}${path}`);
        expect(await ask(client, 'push', { test: 'test' })).toEqual(POP);
      }
    }
  });

  it('shares a port of their own among gateways with different paths', async () => {
    const port = await freePort();
    await stage.serve([gatewayOn(port, 'one/'), gatewayOn(port, '/two')]);
    for (const path of ['/one', '/two']) {
      const client = await stage.open(`ws://127.0.0.1:${port}${path}`);
      expect(await ask(client, 'push', { test: 'test' })).toEqual(POP);
    }
    expect(await refusal(stage.connect(`ws://127.0.0.1:${port}/three`))).toBe(404);
    expect(stage.log.takeWarnings()).toHaveLength(1);
  });

  it('refuses a port that a gateway without a path has to itself', async () => {
    const port = await freePort();
    for (const paths of [
      [undefined, '/two'],
      ['/two', undefined],
    ]) {
      const serving = stage.serve(paths.map((path) => gatewayOn(port, path)));
      await expect(serving).rejects.toMatchObject({
        code: 'WS_USAGE_ROUTE',
        message: expect.stringContaining(`${port}`),
      });
      await stage.app.close();
    }
  });

  it('refuses namespaces, which are of socket.io', async () => {
    @WebSocketGateway({ namespace: 'chat' })
    class NamespaceGateway extends PushGateway {}
    await expect(stage.serve([NamespaceGateway])).rejects.toMatchObject({ code: 'WS_USAGE_OPTION' });
  });

  it('tells the log, and the server, of a port that is taken', async () => {
    const port = await freePort();
    const failures: unknown[] = [];
    await stage.serve([gatewayOn(port)]);
    await stage.serve([gatewayOn(port)], {
      prepare: (_app, adapter) => {
        const create = adapter.create.bind(adapter);
        adapter.create = (...given) => {
          const server = create(...given);
          server.on('error', (error) => failures.push(error));
          return server;
        };
      },
    });
    const inUse = expect.objectContaining({ code: 'EADDRINUSE' });
    expect(stage.log.takeErrors()).toEqual([inUse]);
    expect(failures).toEqual([inUse]);
  });

  it('serves gateways with Fastify', async () => {
    const url = await stage.serve([ServerGateway], {
      create: (module) => module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false }),
    });
    expect(await ask(await stage.open(url), 'push', { test: 'test' })).toEqual(POP);
  });

  it('serves gateways with TLS', async () => {
    const url = await stage.serve([ServerGateway], { nest: { httpsOptions: { cert: certificate, key: privateKey } } });
    expect(url).toMatch(/^wss:/);
    const client = await stage.open(url, [], { ca: certificate });
    expect(await ask(client, 'push', { test: 'test' })).toEqual(POP);
  });

  it('reads messages by a parser that is given to it, or set later', async () => {
    const parser = (data: string | Buffer) => {
      const [event, payload] = JSON.parse(data.toString()) as [string, unknown];
      return { event, data: payload };
    };
    const urls = [
      await stage.serve([ServerGateway], { options: { messageParser: parser } }),
      await stage.serve([ServerGateway], { prepare: (_app, adapter) => adapter.setMessageParser(parser) }),
    ];
    for (const url of urls) {
      const client = await stage.open(url);
      client.send(JSON.stringify(['push', { test: 'test' }]));
      expect(await next(client)).toEqual(POP);
    }
  });

  it('lets in every origin, unless it is told which', async () => {
    const open = await stage.serve([ServerGateway]);
    const closed = await stage.serve([ServerGateway], { options: { origins: 'same' } });
    await stage.open(open, [], { origin: 'https://elsewhere.example' });
    expect(await refusal(stage.connect(closed, [], { origin: 'https://elsewhere.example' }))).toBe(403);
    expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('this origin may not connect')]);
  });

  it("agrees to the client's first subprotocol, unless it is told which", async () => {
    const any = await stage.serve([ServerGateway]);
    const some = await stage.serve([ServerGateway], { options: { subprotocols: ['v1'] } });
    expect((await stage.open(any, ['v2', 'v1'])).protocol).toBe('v2');
    expect((await stage.open(some, ['v2', 'v1'])).protocol).toBe('v1');
  });

  it.each([
    ['without an application', () => undefined],
    ['for an application without a server', () => Test.createTestingModule({}).compile()],
  ])('serves ports that the system chooses, %s', async (_, makeApp) => {
    const adapter = new WebSocketAdapter(await makeApp(), { logger: stage.log });
    try {
      const servers = [adapter.create(0), adapter.create(0, { path: '/live' })];
      await Promise.all(servers.map((server) => once(server, 'listening')));
      for (const server of servers) {
        server.on('connection', (client) => client.send('"ready"'));
        const { port } = server.address() as AddressInfo;
        expect(await next(stage.connect(`ws://127.0.0.1:${port}${server.path ?? ''}`))).toBe('ready');
        await adapter.close(server);
      }
    } finally {
      await adapter.dispose();
    }
  });

  it('takes an HTTP server in place of an application, and leaves it open', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const adapter = new WebSocketAdapter(server);
    try {
      const clients = adapter.create(0, { path: 'live' });
      adapter.bindClientConnect(clients, (client) => client.send('"ready"'));
      await once(server, 'listening');
      const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/live`;
      expect(await next(stage.connect(url))).toBe('ready');
      await adapter.close(clients);
      await adapter.dispose();
      expect(server.listening).toBe(true);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('leaves one listener on the server, however many have been disposed of, whether their servers were closed or not', async () => {
    const server = createServer();
    for (let i = 0; i < 3; i++) {
      const adapter = new WebSocketAdapter(server);
      adapter.create(0, { path: '/live' });
      expect(server.listenerCount('upgrade')).toBe(1);
      await adapter.dispose();
    }
    expect(server.listenerCount('upgrade')).toBe(1);
  });

  it('sends clients home with 1001 when the application is closed, and frees the ports', async () => {
    const port = await freePort();
    const url = await stage.serve([ServerGateway, gatewayOn(port)]);
    const clients = [await stage.open(url), await stage.open(`ws://127.0.0.1:${port}`)];
    const closes = Promise.all(clients.map((client) => once(client, 'close')));
    await stage.app.close();
    expect((await closes).map(([code]) => code as unknown)).toEqual([1001, 1001]);
    await expect(stage.open(`ws://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('cuts clients when the application is to force connections', async () => {
    const url = await stage.serve([ServerGateway], { nest: { forceCloseConnections: true } });
    const client = await stage.open(url);
    const closed = once(client, 'close');
    await stage.app.close();
    expect((await closed)[0]).toBe(1006);
  });

  it('sends clients away that come too early, where Nest tells of them', async () => {
    const url = await stage.serve([ServerGateway], {
      prepare: (_app, adapter) => {
        adapter.bindClientConnect = (server) => void server.on('connection', (client) => adapter.closeClient(client));
      },
    });
    const [code] = (await once(stage.connect(url), 'close')) as [number];
    expect(code).toBe(1013);
  });
});
