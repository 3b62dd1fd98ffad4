// Lets clients in until it sends everyone home.
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Doorkeeper } from '../../src/server/doorkeeper.js';
import type { DrainOptions } from '../../src/server/draining/drain-options.js';
import { Router } from '../../src/server/router.js';
import type { WebSocketClass } from '../../src/server/web-socket-route.js';
import { silentLogger, type Logger } from '../../src/options/logger.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { deferred, turns } from '../support-connection/deferred.js';
import { HEADERS } from '../support-connection/asking.js';
import { clientFrame, CLOSE, closePayload, RawPeer } from '../support-connection/raw-peer.js';
import { Recorder, recording } from '../support-connection/recorder.js';
import { countTimers } from '../support-connection/timers.js';
import { expectUsageError } from '../support/expectations.js';

afterEach(() => void jest.useRealTimers());

/** A client that asks to come in. */
function knock(keeper: Doorkeeper, target: WebSocketClass = Recorder, logger: Logger = silentLogger) {
  const [near, far] = MemorySocket.pair();
  const match = new Router({ '/': target }, { logger }).match('/')!;
  const rawHeaders = Object.entries(HEADERS).flat();
  const request = { method: 'GET', url: '/', httpVersion: '1.1', headers: HEADERS, rawHeaders, socket: {} };
  const accepted = keeper.accept({ request, socket: far, head: Buffer.alloc(0) }, match);
  return { accepted: accepted as Promise<Recorder | undefined>, peer: new RawPeer(near) };
}

/** A client that is in. */
async function enter(keeper: Doorkeeper, target?: WebSocketClass) {
  const { accepted, peer } = knock(keeper, target);
  const socket = (await accepted)!;
  expect((await peer.response()).status).toBe(101);
  return { socket, peer };
}

async function leave(peer: RawPeer): Promise<void> {
  const { first, payload } = await peer.frame();
  expect(first).toBe(CLOSE);
  peer.write(clientFrame(CLOSE, payload.subarray(0, 2)));
}

describe('while somebody else is asked what a client shall get', () => {
  it('the client has a place among so many, until that is known', async () => {
    const keeper = new Doorkeeper();
    const answer = deferred();
    const asked = keeper.whileAsking(1, () => answer.promise, jest.fn());
    const ask = jest.fn(() => Promise.resolve());
    expect(() => keeper.whileAsking(1, ask, jest.fn())).toThrow(expect.objectContaining({ status: 503 }));
    expect(ask).not.toHaveBeenCalled();
    answer.resolve();
    await asked;
    await keeper.whileAsking(1, ask, jest.fn());
  });

  it('a drain waits, whether that fails or not', async () => {
    const keeper = new Doorkeeper();
    const answer = deferred();
    const refuse = jest.fn();
    const asked = keeper.whileAsking(1, () => answer.promise, refuse);
    const drained = keeper.close();
    answer.reject(new Error('the app has failed'));
    await expect(asked).rejects.toThrow('the app has failed');
    await drained;
    expect(refuse).not.toHaveBeenCalled();
  });

  it('a drain waits for so long, and refuses the client then', async () => {
    countTimers();
    const keeper = new Doorkeeper();
    const refuse = jest.fn();
    void keeper.whileAsking(1, () => new Promise(() => undefined), refuse);
    const drained = keeper.close({ timeout: 3000 });
    jest.advanceTimersByTime(3000);
    await drained;
    expect(refuse.mock.calls).toEqual([[expect.objectContaining({ status: 503, code: 'WS_GOING_AWAY' })]]);
  });
});

describe('a doorkeeper that drains', () => {
  it('closes everyone, and is done when each closed hook is', async () => {
    const keeper = new Doorkeeper();
    const hook = deferred();
    const { socket, peer } = await enter(keeper, recording({ closed: () => hook.promise }));
    expect([keeper.isDraining, keeper.manager.size]).toEqual([false, 1]);
    let isDone = false;
    const drained = keeper.close({ code: 1012, reason: 'back soon' }).then(() => (isDone = true));
    expect(keeper.isDraining).toBe(true);
    const { payload } = await peer.frame();
    expect(payload).toEqual(closePayload(1012, 'back soon'));
    peer.write(clientFrame(CLOSE, closePayload(1012)));
    await socket.event('closed 1012');
    await turns();
    expect(isDone).toBe(false);
    hook.resolve();
    await drained;
    expect([keeper.isDraining, keeper.manager.size]).toEqual([true, 0]);
  });

  it('sends home who was taken out of the manager, too', async () => {
    const keeper = new Doorkeeper();
    const { socket, peer } = await enter(keeper);
    keeper.manager.remove(socket);
    const drained = keeper.close();
    await leave(peer);
    await drained;
    expect(socket.closeCode).toBe(1001);
  });

  it('refuses who comes with 503, and has one promise', async () => {
    const keeper = new Doorkeeper();
    const drained = keeper.close();
    expect(keeper.close({ code: 1012 })).toBe(drained);
    const logger = new CollectingLogger();
    const { accepted, peer } = knock(keeper, Recorder, logger);
    expect(await accepted).toBeUndefined();
    expect((await peer.response()).status).toBe(503);
    expect(logger.warnings).toEqual([expect.stringContaining('refused a handshake for /: 503')]);
    await drained;
  });

  it('closes one whose handshake is under way as soon as it is in', async () => {
    const keeper = new Doorkeeper();
    const asked = deferred();
    const { accepted, peer } = knock(keeper, recording({ requested: () => asked.promise }));
    const drained = keeper.close({ code: 1012 });
    asked.resolve();
    await accepted;
    expect((await peer.response()).status).toBe(101);
    await leave(peer);
    await drained;
  });

  it('cuts at the timeout who does not answer, and answers 503 to who still waits', async () => {
    countTimers();
    const keeper = new Doorkeeper();
    const { socket } = await enter(keeper);
    const never = deferred();
    const waiting = knock(keeper, recording({ requested: () => never.promise }));
    const drained = keeper.close({ timeout: 3000 });
    await turns();
    jest.advanceTimersByTime(2999);
    await turns();
    expect(socket.state).toBe('closing');
    jest.advanceTimersByTime(1);
    await drained;
    await socket.whenClosed;
    expect(socket.closeCode).toBe(1006);
    expect((await waiting.peer.response()).status).toBe(503);
    never.resolve();
    await waiting.accepted;
    await turns();
    jest.runAllTimers();
  });

  it('spreads the closes over the jitter, and leaves no timer', async () => {
    countTimers();
    const keeper = new Doorkeeper();
    const clients = await Promise.all(Array.from({ length: 10 }, () => enter(keeper)));
    const drained = keeper.close({ jitter: 1000, timeout: 5000 });
    const closing = (): number => clients.filter(({ socket }) => !socket.isOpen).length;
    const seen = [closing()];
    for (let i = 0; i < 4; i++) {
      jest.advanceTimersByTime(250);
      seen.push(closing());
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect([seen[0]! <= 2, seen[2]! >= 4 && seen[2]! <= 7, seen[4]]).toEqual([true, true, 10]);
    await Promise.all(clients.map(({ peer }) => leave(peer)));
    await drained;
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each<[string, DrainOptions]>([
    ['a code that may not be sent', { code: 1006 }],
    ['a long reason', { reason: 'x'.repeat(124) }],
    ['a timeout of 0', { timeout: 0 }],
    ['a jitter below 0', { jitter: -1 }],
    ['a jitter beyond the timeout', { jitter: 1000, timeout: 1000 }],
    ['an option that does not exist', { delay: 5 } as DrainOptions],
    ['a code in place of options', 1012 as DrainOptions],
    ['a code that is none', { code: '1001' as unknown as number }],
  ])('refuses %s before anything is done', async (_, options) => {
    const keeper = new Doorkeeper();
    const { socket } = await enter(keeper);
    const code = options.code === 1006 ? 'WS_USAGE_CLOSE_CODE' : options.reason ? 'WS_USAGE_CLOSE_REASON' : undefined;
    expectUsageError(() => keeper.close(options), code ?? 'WS_USAGE_OPTION');
    expect([keeper.isDraining, socket.isOpen]).toEqual([false, true]);
    socket.terminate();
  });
});
