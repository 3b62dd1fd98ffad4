import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CollectedLog, Echo, RawClient } from '@ws4ts/contract';
import { Doorkeeper, UsageError, WebSocket, type Message, type Routes } from '@ws4ts/core';
import { WebSocket as Client } from 'ws';
import { attach, attachDoor, type AttachOptions, type Attachment } from '../src/index.js';
import { listen, stop } from './support/serve.js';

const logger = new CollectedLog();
let server: Server;
let clients: RawClient[];

beforeEach(() => {
  server = createServer();
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.destroy();
  if (server.listening) await stop(server);
});

async function open(url: string): Promise<RawClient> {
  const client = await RawClient.connect(url);
  clients.push(client);
  await client.open();
  return client;
}

async function expectEcho(url: string, text = 'hello'): Promise<void> {
  const client = await open(url);
  client.sendText(text);
  expect(await client.read()).toBe(text);
}

test('a server may listen already', async () => {
  const url = await listen(server);
  attach(server, { '/echo': Echo }, { logger });
  await expectEcho(`${url}/echo`);
});

test('a server may listen later', async () => {
  attach(server, { '/echo': Echo }, { logger });
  await expectEcho(`${await listen(server)}/echo`);
});

test('classes may carry their paths', async () => {
  attach(server, [Echo], { logger });
  await expectEcho(`${await listen(server)}/echo`);
});

test('a path that is listed goes before the one that a class carries', async () => {
  attach(server, { '/other': Echo }, { logger });
  const url = await listen(server);
  await expectEcho(`${url}/other`);
  const client = await RawClient.connect(`${url}/echo`);
  expect((await client.refused()).status).toBe(404);
});

test('a Unix socket is as good as a port', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ws4ts-'));
  const path = join(folder, 'socket');
  try {
    attach(server, { '/echo': Echo }, { logger });
    server.listen(path);
    await once(server, 'listening');
    const client = new Client(`ws+unix:${path}:/echo`);
    await once(client, 'open');
    client.send('hello');
    const [data] = (await once(client, 'message')) as [Buffer];
    expect(data.toString()).toBe('hello');
    client.terminate();
  } finally {
    await stop(server);
    await rm(folder, { recursive: true });
  }
});

test('without options everything has a default', async () => {
  attach(server, [Echo]);
  await expectEcho(`${await listen(server)}/echo`);
});

describe('a server that is attached to twice', () => {
  class Shout extends WebSocket {
    protected override receivedMessage(message: Message): void {
      this.send(message.text.toUpperCase());
    }
  }

  let quiet: Attachment;
  let loud: Attachment;
  let url: string;

  beforeEach(async () => {
    quiet = attach(server, { '/quiet': Echo }, { logger, maxMessageSize: 10 });
    loud = attach(server, { '/loud': Shout }, { logger });
    url = await listen(server);
  });

  test('serves both, each with its own options', async () => {
    await expectEcho(`${url}/quiet`);
    const client = await open(`${url}/loud`);
    client.sendText('longer than ten bytes');
    expect(await client.read()).toBe('LONGER THAN TEN BYTES');
    const other = await open(`${url}/quiet`);
    other.sendText('longer than ten bytes');
    expect((await other.readClose()).code).toBe(1009);
  });

  test('keeps each to itself', async () => {
    await open(`${url}/quiet`);
    expect([quiet.manager.size, loud.manager.size]).toEqual([1, 0]);
  });

  test('keeps serving one when the other is closed', async () => {
    const client = await open(`${url}/quiet`);
    await loud.close();
    client.sendText('still here');
    expect(await client.read()).toBe('still here');
    await expectEcho(`${url}/quiet`);
    const late = await RawClient.connect(`${url}/loud`);
    expect((await late.refused()).status).toBe(503);
    expect(server.listenerCount('upgrade')).toBe(1);
  });
});

describe('a UsageError is thrown, and the server left alone,', () => {
  test.each([undefined, null, {}, 'http://localhost', Object.assign(() => undefined, { listen: () => undefined })])(
    'for %p in place of a server',
    (what) => {
      expect(() => attach(what as unknown as Server, [Echo])).toThrow(
        expect.objectContaining({ code: 'WS_USAGE_SERVER' }),
      );
    },
  );

  class Nothing {}

  const bad: [string, unknown, object][] = [
    ['for an unknown option', { '/echo': Echo }, { maxMesageSize: 10 }],
    ['for a value out of range', { '/echo': Echo }, { handshakeTimeout: 0 }],
    ['for an origin with a path', { '/echo': Echo }, { origins: ['https://example.org/page'] }],
    ['for a path without a slash', { echo: Echo }, {}],
    ['for a name that stands twice', { '/:a/:a': Echo }, {}],
    ['for two classes with one path', [Echo, Echo], {}],
    ['for a class without a path', [class extends WebSocket {}], {}],
    ['for a class that is no WebSocket', { '/echo': Nothing }, {}],
  ];

  test.each(bad)('%s', (_what, routes, options) => {
    expect(() => attach(server, routes as Routes, options as AttachOptions)).toThrow(UsageError);
    expect(server.eventNames().filter((name) => name === 'upgrade')).toEqual([]);
  });

  test('which names the option and those there are', () => {
    expect(() => attach(server, [Echo], { maxMesageSize: 10 } as AttachOptions)).toThrow(
      /"maxMesageSize".*use maxMessageSize, /,
    );
  });
});

test('attachDoor lets clients in by the doorkeeper that it is given, in its own way', async () => {
  const doorkeeper = new Doorkeeper();
  const created: string[] = [];
  attachDoor(server, { '/echo': Echo }, { logger }, doorkeeper, ({ endpoint }) => ({
    create: () => {
      created.push(endpoint.route.pattern);
      return new Echo();
    },
  }));
  await expectEcho(`${await listen(server)}/echo`);
  expect(created).toEqual(['/echo']);
  expect(doorkeeper.manager.size).toBe(1);
});
