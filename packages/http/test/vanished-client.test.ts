// A client that is there and answers nothing any more, as one behind a cut cable: a process that is stopped, whose kernel goes on
// taking what it is sent.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface, type Interface } from 'node:readline';
import { CollectedLog } from '@ws4ts/contract';
import { WebSocket } from '@ws4ts/core';
import { serve, type Served } from './support/serve.js';

const PING_INTERVAL = 500;
const PONG_TIMEOUT = 500;

/** A client of another make that says when it is open, and of each ping. */
const CLIENT = `
  const { WebSocket } = require('ws');
  const client = new WebSocket(process.argv[1]);
  for (const event of ['open', 'ping']) client.on(event, () => console.log(event));
`;

let child: ChildProcess;
let served: Served;

afterEach(async () => {
  child.kill('SIGKILL');
  await served.stop();
});

async function lines(output: Interface, wanted: string, count: number): Promise<void> {
  for (let seen = 0; seen < count;) {
    const [line] = (await once(output, 'line')) as [string];
    if (line === wanted) seen++;
  }
}

/** A server whose sockets tell how they end, and a client in a process of its own that has answered two pings. */
async function meet(logger: CollectedLog, opened?: () => Promise<void>) {
  const ended = new Promise<{ code: number; socket: WebSocket }>((resolve) => {
    class Watched extends WebSocket {
      protected override opened() {
        return opened?.();
      }

      protected override closed(code: number) {
        resolve({ code, socket: this });
      }
    }
    const options = { logger, pingInterval: PING_INTERVAL, pongTimeout: PONG_TIMEOUT };
    void serve(createServer(), { '/': Watched }, options).then((all) => {
      served = all;
      child = spawn(process.execPath, ['-e', CLIENT, all.url], { stdio: ['ignore', 'pipe', 'inherit'] });
      resolveStarted(createInterface(child.stdout!));
    });
  });
  let resolveStarted!: (output: Interface) => void;
  const output = await new Promise<Interface>((resolve) => (resolveStarted = resolve));
  await lines(output, 'ping', 2);
  return { ended };
}

test('is closed with 1006 within interval and timeout', async () => {
  const logger = new CollectedLog();
  const { ended } = await meet(logger);
  const [socket] = served.sockets.manager;
  expect(socket?.isOpen).toBe(true);
  expect(socket?.latency).toBeGreaterThan(0);
  const stopped = performance.now();
  child.kill('SIGSTOP');
  const { code } = await ended;
  expect(code).toBe(1006);
  // Twice the time, for a machine that is busy.
  expect(performance.now() - stopped).toBeLessThan(2 * (PING_INTERVAL + PONG_TIMEOUT));
  expect(served.sockets.manager.size).toBe(0);
  expect(logger.takeWarnings()).toEqual([expect.stringContaining('was not heard')]);
});

test('is cut while a hook never returns: it leaves the manager, and its place is free', async () => {
  const logger = new CollectedLog();
  await meet(logger, () => new Promise(() => undefined));
  const [socket] = served.sockets.manager;
  const left = new Promise((resolve) => {
    const group = { remove: () => (resolve(undefined), true) };
    socket?.joinedGroup(group);
  });
  child.kill('SIGSTOP');
  await left;
  expect([socket?.state, socket?.closeCode]).toEqual(['closed', 1006]);
  expect(served.sockets.manager.size).toBe(0);
  expect(logger.takeWarnings()).toEqual([expect.stringContaining('was not heard')]);
});
