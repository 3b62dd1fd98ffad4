import { createServer, type Server } from 'node:http';
import { CollectedLog, Echo, RawClient } from '@ws4ts/contract';
import { Doorkeeper } from '@ws4ts/core';
import { attach, UpgradeDoor, upgradesOf, type HttpUpgrade } from '../src/index.js';
import { listen, stop } from './support/serve.js';

/** Answers 299 to whoever it takes. */
class Grumbler extends UpgradeDoor {
  readonly seen: [url: string | undefined, isShared: boolean][] = [];

  constructor(
    override readonly takesAnyPath: boolean,
    private readonly takes: boolean,
    detach: () => void = () => undefined,
  ) {
    super({ logger }, new Doorkeeper(), detach);
  }

  override handles(): boolean {
    return false;
  }

  override take({ request, socket, isShared }: HttpUpgrade): boolean {
    this.seen.push([request.url, isShared]);
    if (this.takes) socket.end('HTTP/1.1 299 Hm\r\nContent-Length: 0\r\n\r\n');
    return this.takes;
  }
}

const logger = new CollectedLog();
let server: Server;
let url: string;

beforeEach(async () => {
  server = createServer();
  url = await listen(server);
});

afterEach(() => stop(server));

async function statusOf(path: string): Promise<number> {
  return (await (await RawClient.connect(url + path)).refused()).status;
}

test('a door that takes any path is asked last, whenever it came', async () => {
  const last = new Grumbler(true, true);
  upgradesOf(server).add(last);
  const sockets = attach(server, [Echo], { logger });
  const client = await RawClient.connect(`${url}/echo`);
  await client.open();
  expect(last.seen).toEqual([]);
  client.destroy();
  expect(await statusOf('/other')).toBe(299);
  expect(last.seen).toEqual([['/other', false]]);
  await sockets.close();
});

test('a client that no door takes gets the answer of the server', async () => {
  const door = new Grumbler(false, false);
  upgradesOf(server).add(door);
  expect(await statusOf('/other')).toBe(404);
  expect(door.seen).toHaveLength(1);
});

test('a door knows whether others hear the server too', async () => {
  const door = new Grumbler(false, true);
  upgradesOf(server).add(door);
  server.on('upgrade', () => undefined);
  await statusOf('/');
  expect(door.seen).toEqual([['/', true]]);
});

describe('a door that is closed', () => {
  let door: Grumbler;

  beforeEach(async () => {
    door = new Grumbler(true, true, () => upgradesOf(server).retire(door));
    upgradesOf(server).add(door);
    await door.close();
  });

  // It let go of the server, which then left those who came unanswered for as long as it listened.
  test('is brought whom nobody else takes, until the server has closed', async () => {
    expect(await statusOf('/other')).toBe(299);
    await stop(server);
    for (const event of ['upgrade', 'request', 'connect', 'close']) expect(server.listenerCount(event)).toBe(0);
  });

  test('is brought nobody any more when another is added', async () => {
    attach(server, [Echo], { logger });
    expect(await statusOf('/other')).toBe(404);
    expect(door.seen).toEqual([]);
  });

  test('is asked after all that are open, whatever they take', async () => {
    const last = new Grumbler(true, true);
    const first: Grumbler = new Grumbler(false, true, () => upgradesOf(server).retire(first));
    for (const one of [first, last]) upgradesOf(server).add(one);
    await first.close();
    await statusOf('/other');
    expect([first.seen.length, last.seen.length]).toEqual([0, 1]);
  });
});
