import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { hangUp, refusalOf, writeRefusal } from '../../src/server/refusal.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { HandshakeError } from '../../src/vocabulary/errors.js';
import { CollectingLogger } from '../support-connection/collecting-logger.js';
import { turns } from '../support-connection/deferred.js';
import { RawPeer } from '../support-connection/raw-peer.js';
import { countTimers } from '../support-connection/timers.js';

afterEach(() => {
  jest.useRealTimers();
});

function written(refusal: HandshakeError): { peer: RawPeer; stream: MemorySocket } {
  const [near, stream] = MemorySocket.pair();
  const peer = new RawPeer(near);
  writeRefusal(stream, refusal);
  return { peer, stream };
}

describe('refusalOf', () => {
  it('is a HandshakeError itself, with a line in the log', () => {
    const logger = new CollectingLogger();
    const refusal = new HandshakeError(404, 'no such room');
    expect(refusalOf(refusal, '/chat', logger)).toBe(refusal);
    expect(logger.warnings).toEqual(['refused a handshake for /chat: 404 no such room']);
  });

  it('does not put into the log what a query tells', () => {
    const logger = new CollectingLogger();
    refusalOf(new HandshakeError(401, 'no'), '/chat?token=secret', logger);
    refusalOf(new Error('oops'), 'http://example.org/chat?token=secret', logger);
    expect(logger.warnings).toEqual(['refused a handshake for /chat: 401 no']);
    expect(logger.errors).toMatchObject([{ line: 'could not answer a handshake for /chat' }]);
  });

  it.each([200, 101, 299, 600, 1000, 400.5, NaN])('is a bare 500 for the status %d of another server', (status) => {
    const logger = new CollectingLogger();
    const error = new HandshakeError(status, 'secret', { code: 'WS_RESPONSE' });
    expect(refusalOf(error, '/', logger)).toMatchObject({ status: 500, body: 'Internal Server Error', headers: {} });
    expect(logger.errors).toEqual([{ line: 'could not answer a handshake for /', error }]);
  });

  it.each([300, 302, 400, 599])('lets the status %d be', (status) => {
    expect(refusalOf(new HandshakeError(status, 'x'), '/', new CollectingLogger()).status).toBe(status);
  });
});

describe('writeRefusal', () => {
  it('writes a whole HTTP response and ends', async () => {
    const { peer, stream } = written(new HandshakeError(404, 'nichts für dich'));
    const { head, body } = await peer.response();
    expect(head.split('\r\n')).toEqual([
      'HTTP/1.1 404 Not Found',
      'content-type: text/plain; charset=utf-8',
      'content-length: 16',
      expect.stringMatching(/^date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/),
      'connection: close',
    ]);
    expect(body).toBe('nichts für dich');
    await peer.closed();
    expect([peer.bytes.length, stream.destroyed]).toEqual([0, true]);
  });

  it('keeps to the length of the body and the end of the connection, whatever the headers say', async () => {
    const headers = { 'Content-Length': '5', Connection: 'keep-alive', upgrade: 'websocket' };
    const { peer } = written(new HandshakeError(426, 'x', { headers, body: Buffer.from('bytes!') }));
    const { head, body } = await peer.response();
    expect(
      head
        .toLowerCase()
        .replaceAll('\r', '')
        .match(/^(content-length|connection): .*$/gm),
    ).toEqual(['content-length: 6', 'connection: upgrade, close']);
    expect(body).toBe('bytes!');
  });

  it('has a status line also for a status without a name', async () => {
    expect((await written(new HandshakeError(499, 'x')).peer.response()).head).toMatch(/^HTTP\/1\.1 499 Refused\r\n/);
  });

  it('reads and drops what the client still sends', async () => {
    const { peer, stream } = written(new HandshakeError(400, 'x'));
    peer.write(Buffer.alloc(1024 * 1024));
    await peer.closed();
    expect(stream.readableLength).toBe(0);
  });

  it('cuts a client that does not go', async () => {
    countTimers();
    const [near, stream] = MemorySocket.pair();
    const peer = new RawPeer(near);
    peer.isStubborn = true;
    writeRefusal(stream, new HandshakeError(400, 'x'));
    await peer.response();
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1_999);
    await turns();
    expect(peer.isClosed).toBe(false);
    jest.advanceTimersByTime(1);
    await peer.closed();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('bears a client that resets', async () => {
    const { stream } = written(new HandshakeError(400, 'x'));
    stream.destroy(new Error('reset'));
    await turns();
    expect(stream.destroyed).toBe(true);
  });
});

describe('hangUp', () => {
  it('ends the connection, reads what still comes, and cuts who does not go', async () => {
    jest.useFakeTimers();
    const [near, stream] = MemorySocket.pair();
    hangUp(stream);
    near.write('too late');
    jest.advanceTimersByTime(1_999);
    expect([stream.writableEnded, stream.destroyed]).toEqual([true, false]);
    jest.advanceTimersByTime(1);
    expect(stream.destroyed).toBe(true);
    near.destroy();
  });
});
