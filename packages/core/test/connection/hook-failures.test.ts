import { describe, expect, it } from '@jest/globals';
import { WebSocket } from '../../src/socket/web-socket.js';
import type { HookResult } from '../../src/connection/hooks.js';
import { ConnectionClosed } from '../../src/vocabulary/errors.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { deferred, turns } from '../support-connection/deferred.js';
import { withRawPeer } from '../support-connection/establish.js';
import { clientFrame, CLOSE, closePayload, PONG, TEXT } from '../support-connection/raw-peer.js';
import { Recorder, type Acts } from '../support-connection/recorder.js';

const boom = new Error('boom: the password is secret');
const text = (data: string): Buffer => clientFrame(TEXT, data);

const WAYS: [how: string, fail: () => HookResult][] = [
  [
    'throws',
    () => {
      throw boom;
    },
  ],
  ['rejects', () => Promise.reject(boom)],
  ['rejects later', () => turns(2).then(() => Promise.reject(boom))],
];

const TRIGGERS: [hook: 'opened' | 'receivedMessage' | 'ponged', trigger: Buffer, line: string[]][] = [
  ['opened', Buffer.alloc(0), []],
  ['receivedMessage', text('x'), ['message x']],
  ['ponged', clientFrame(PONG, 'x'), ['ponged x']],
];

describe.each(TRIGGERS)('%s', (hook, trigger, line) => {
  it.each(WAYS)('that %s goes to unhandledError and closes with 1011', async (_, fail) => {
    const { socket, peer } = withRawPeer(new Recorder({ [hook]: fail }));
    peer.write(trigger);
    const close = await peer.frame();
    expect(close).toEqual({ first: CLOSE, isMasked: false, payload: closePayload(1011) });
    peer.write(clientFrame(CLOSE, closePayload(1011)));
    await socket.event('closed');
    expect(socket.errors).toEqual([boom]);
    expect(socket.story).toEqual(['opened', ...line, `failed ${boom.message}`, 'closed 1011']);
    expect(peer.bytes.length).toBe(0);
  });
});

describe('closed', () => {
  it.each(WAYS)('that %s goes to unhandledError, and all ends', async (_, fail) => {
    const { socket, peer } = withRawPeer(new Recorder({ closed: fail }));
    peer.write(clientFrame(CLOSE, closePayload(1000)));
    peer.stream.end();
    await socket.whenClosed;
    expect(socket.errors).toEqual([boom]);
    expect(socket.story).toEqual(['opened', 'closed 1000', `failed ${boom.message}`]);
  });
});

describe('unhandledError', () => {
  class Failing extends WebSocket {
    protected override receivedMessage(): void {
      throw boom;
    }
  }

  it('logs once, with the name of the class, unless it is overridden', async () => {
    const logger = new CollectingLogger();
    const { socket, peer } = withRawPeer(new Failing(), { options: { logger } });
    peer.write(text('x'));
    await peer.frame();
    peer.write(clientFrame(CLOSE, closePayload(1011)));
    await socket.whenClosed;
    expect(logger.errors).toEqual([{ line: expect.stringContaining('a hook of Failing has failed'), error: boom }]);
    expect(logger.warnings).toEqual([]);
  });

  it.each(WAYS)('that %s itself is logged and changes nothing', async (_, fail) => {
    const logger = new CollectingLogger();
    const acts: Acts = { receivedMessage: () => Promise.reject(new Error('first')), unhandledError: fail };
    const { socket, peer } = withRawPeer(new Recorder(acts), { options: { logger } });
    peer.write(text('x'));
    expect((await peer.frame()).payload).toEqual(closePayload(1011));
    peer.write(clientFrame(CLOSE, closePayload(1011)));
    await socket.event('closed');
    expect(logger.errors).toEqual([{ line: 'the hook unhandledError has failed', error: boom }]);
    expect(socket.story).toEqual(['opened', 'message x', 'failed first', 'closed 1011']);
  });

  it('is waited for as any hook', async () => {
    const hook = deferred();
    const acts: Acts = { receivedMessage: () => Promise.reject(boom), unhandledError: () => hook.promise };
    const { socket, peer } = withRawPeer(new Recorder(acts));
    peer.write(text('x'), clientFrame(CLOSE, closePayload(1000)));
    await socket.event('failed');
    peer.stream.end();
    await turns();
    expect(socket.story.at(-1)).toBe(`failed ${boom.message}`);
    hook.resolve();
    await socket.event('closed');
    expect(socket.events).not.toContain('overlap');
  });

  // An unhandledError that was still pending when the connection went was taken for pending for good: what the closed hook
  // threw then was logged as a failure of unhandledError instead of being given to it.
  it('is told of a failing closed after it was pending while the connection ended', async () => {
    const hook = deferred();
    const logger = new CollectingLogger();
    const acts: Acts = {
      receivedMessage: () => Promise.reject(boom),
      unhandledError: (socket) => (socket.errors.length === 1 ? hook.promise : undefined),
      closed: () => {
        throw new Error('again');
      },
    };
    const { socket, peer } = withRawPeer(new Recorder(acts), { options: { logger } });
    peer.write(text('x'));
    await socket.event('failed');
    peer.stream.destroy();
    await peer.closed();
    await turns();
    hook.resolve();
    await socket.whenClosed;
    expect(socket.story).toEqual(['opened', 'message x', `failed ${boom.message}`, 'closed 1006', 'failed again']);
    expect(logger.errors).toEqual([]);
  });

  it('is not told of a ConnectionClosed that comes of a lost race', async () => {
    const hook = deferred();
    const logger = new CollectingLogger();
    const act = async (socket: Recorder): Promise<void> => {
      await hook.promise;
      socket.send('too late');
    };
    const { socket, peer } = withRawPeer(new Recorder({ receivedMessage: act }), { options: { logger } });
    peer.write(text('x'));
    await socket.event('message');
    peer.stream.destroy();
    await peer.closed();
    await turns();
    hook.resolve();
    await socket.whenClosed;
    expect(socket.story).toEqual(['opened', 'message x', 'closed 1006']);
    expect(logger.errors).toEqual([]);
  });

  it('is told of a ConnectionClosed of another connection', async () => {
    const other = new ConnectionClosed(1001, 'gone');
    const act = (): void => {
      throw other;
    };
    const { socket, peer } = withRawPeer(new Recorder({ receivedMessage: act }));
    peer.write(text('x'));
    expect((await peer.frame()).payload).toEqual(closePayload(1011));
    expect(socket.errors).toEqual([other]);
    socket.terminate();
  });
});
