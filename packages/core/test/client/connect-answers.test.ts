// What a client makes of a server's answer (§4.1): anything but a right 101 is refused, and the connection is cut.
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClientOptions } from '../../src/client/client-options.js';
import { connect } from '../../src/client/connect.js';
import { HandshakeError } from '../../src/vocabulary/errors.js';
import { cutAt } from '../support/bytes.js';
import { rejection, turns, until } from '../support-connection/deferred.js';
import { clientFrame, PING, serversFrame, TEXT } from '../support-connection/raw-peer.js';
import { answering, rawServer } from '../support-client/raw-server.js';
import { closeServers, serve } from '../support-client/servers.js';

afterEach(closeServers);

type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

const WRONG_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

describe('a 101 is refused', () => {
  it.each<[string, Changes, Partial<ClientOptions>]>([
    ['with the accept value of another key', { 'Sec-WebSocket-Accept': WRONG_ACCEPT }, {}],
    ['without an accept value', { 'Sec-WebSocket-Accept': undefined }, {}],
    ['with an empty one', { 'Sec-WebSocket-Accept': '' }, {}],
    ['with another Upgrade', { Upgrade: 'h2c' }, {}],
    ['with another Connection', { Connection: 'keep-alive' }, {}],
    ['with no Upgrade', { Upgrade: undefined }, {}],
    ['with no Connection', { Connection: undefined }, {}],
    ['with neither', { Upgrade: undefined, Connection: undefined }, {}],
    ['with a subprotocol where none was offered', { 'Sec-WebSocket-Protocol': 'chat' }, {}],
    ['with another subprotocol', { 'Sec-WebSocket-Protocol': 'Chat' }, { subprotocols: ['chat'] }],
    ['with two subprotocols', { 'Sec-WebSocket-Protocol': 'a, b' }, { subprotocols: ['a', 'b'] }],
    ['with two headers of them', { 'Sec-WebSocket-Protocol': ['a', 'a'] }, { subprotocols: ['a', 'b'] }],
    ['with an empty subprotocol', { 'Sec-WebSocket-Protocol': '' }, { subprotocols: ['a'] }],
    ['with an extension where none was offered', { 'Sec-WebSocket-Extensions': 'permessage-deflate' }, {}],
    ['with another extension', { 'Sec-WebSocket-Extensions': 'x-other' }, { compression: true }],
    ['with an empty extension', { 'Sec-WebSocket-Extensions': '' }, { compression: true }],
    [
      'with the extension twice',
      { 'Sec-WebSocket-Extensions': ['permessage-deflate', 'permessage-deflate'] },
      { compression: true },
    ],
    [
      'with a parameter that the extension does not have',
      { 'Sec-WebSocket-Extensions': 'permessage-deflate; x=1' },
      { compression: true },
    ],
    [
      'with a larger window than it asked for',
      { 'Sec-WebSocket-Extensions': 'permessage-deflate; server_max_window_bits=11' },
      { compression: { peerWindowBits: 10 } },
    ],
  ])('%s', async (_what, changes, options) => {
    const { url, sockets } = await answering({ 'X-Server': 'a', 'X-Twice': ['a', 'b'], ...changes });
    const error = await rejection(connect(url, options));
    expect(error).toBeInstanceOf(HandshakeError);
    // The status is no gateway's 502: that one comes as WS_REFUSED.
    expect(error).toMatchObject({ status: 502, code: 'WS_RESPONSE', headers: { 'x-server': 'a', 'x-twice': 'a, b' } });
    await until(() => sockets[0]!.closed);
  });

  it('with a blank behind the accept value that is none of HTTP', async () => {
    const { url } = await rawServer(({ peer, right }) =>
      peer.write(Buffer.from(right().replace(/(Sec-WebSocket-Accept.*)\r\n/, '$1\xa0\r\n'), 'latin1')),
    );
    expect(await rejection(connect(url))).toMatchObject({ status: 502, code: 'WS_RESPONSE' });
  });

  it('with the accept value twice', async () => {
    const { url } = await rawServer(({ peer, right }) =>
      peer.write(Buffer.from(right().replace(/(Sec-WebSocket-Accept.*\r\n)/, '$1$1'))),
    );
    expect(await rejection(connect(url))).toMatchObject({ status: 502, code: 'WS_RESPONSE' });
  });

  it('of HTTP/1.0', async () => {
    const { url } = await answering({}, 'HTTP/1.0 101 Switching Protocols');
    const error = await rejection(connect(url));
    expect(error).toMatchObject({ status: 502, code: 'WS_RESPONSE' });
    expect(String(error)).toContain('HTTP/1.0');
  });

  it.each([200, 400, 426])('that says %d', async (status) => {
    const { url } = await answering({}, `HTTP/1.1 ${status} Whatever`);
    const error = await rejection(connect(url, { handshakeTimeout: 1000 }));
    expect(error).toBeInstanceOf(HandshakeError);
  });
});

describe('a 101 is accepted', () => {
  it.each<[string, Changes, Partial<ClientOptions>]>([
    ['with tokens in any case', { Upgrade: 'WebSocket', Connection: 'UPGRADE' }, {}],
    ['with tokens in lists', { Connection: 'keep-alive, Upgrade' }, {}],
    ['with tokens in several headers', { Connection: ['keep-alive', 'upgrade'] }, {}],
    ['with blanks about the values', { Upgrade: ' \twebsocket\t ', Connection: '  upgrade ' }, {}],
    ['with other headers', { Server: 'a', 'Set-Cookie': ['a=1', 'b=2'] }, {}],
    ['with names in any case', { upgrade: 'websocket', Upgrade: undefined }, {}],
    ['with one of the subprotocols', { 'sec-websocket-protocol': 'b' }, { subprotocols: ['a', 'b'] }],
    ['without a subprotocol', {}, { subprotocols: ['a', 'b'] }],
    ['without the extension', {}, { compression: true }],
    [
      'with the extension',
      { 'sec-websocket-extensions': 'permessage-deflate; client_no_context_takeover; server_max_window_bits="10"' },
      { compression: true },
    ],
  ])('%s', async (_what, changes, options) => {
    const { url } = await answering(changes);
    const client = await connect(url, options);
    expect(client.subprotocol).toBe(changes['sec-websocket-protocol']);
    expect(client.isCompressed).toBe('sec-websocket-extensions' in changes);
    client.terminate();
  });

  it('with frames in the same segment, and in pieces of any size', async () => {
    const frames = Buffer.concat([serversFrame(TEXT, 'one'), serversFrame(PING), serversFrame(TEXT, 'two')]);
    for (const at of [undefined, 1, 100, 130, 131, 132, 135]) {
      const { url } = await rawServer(({ peer, right }) => {
        const whole = Buffer.concat([Buffer.from(right()), frames]);
        const pieces = at === undefined ? [whole] : cutAt(whole, [at]);
        peer.write(pieces[0]!);
        if (pieces[1] !== undefined) setImmediate(() => peer.write(pieces[1]!));
      });
      const client = await connect(url);
      await turns();
      expect([(await client.receive()).data, (await client.receive()).data]).toEqual(['one', 'two']);
      client.terminate();
    }
  });

  it('after a 100 and a 103', async () => {
    const { url } = await rawServer(({ peer, right }) =>
      peer.write(Buffer.from(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n${right()}`)),
    );
    const client = await connect(url);
    expect(client.isOpen).toBe(true);
    client.terminate();
  });

  it('and a masked frame behind it fails the connection', async () => {
    const { url } = await rawServer(({ peer, right }) =>
      peer.write(Buffer.concat([Buffer.from(right()), clientFrame(TEXT, 'no')])),
    );
    const client = await connect(url, { logger: { warn() {}, error() {} } });
    await client.whenClosed;
    expect(client.closeCode).toBe(1002);
  });
});

describe('what is no answer', () => {
  it.each([
    ['nothing, and the end', ''],
    ['the beginning of one, and the end', 'HTTP/1.1 101 Swi'],
  ])("%s, rejects with the network's error", async (_what, bytes) => {
    const { url, sockets } = await rawServer(({ peer }) => peer.stream.end(bytes));
    expect(await rejection(connect(url))).toMatchObject({ code: 'ECONNRESET' });
    await until(() => sockets[0]!.closed);
  });

  // What Node's parser cannot read came to the caller as an error of Node's, as if the network had failed.
  it.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['frames', '\x81\x05Hello'],
    ['another version', 'HTTP/1.2 101 Switching Protocols\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 1010 Switching Protocols\r\n\r\n'],
    ['lines that end in LF alone', 'HTTP/1.1 101 Switching Protocols\nA: b\n\n'],
    ['broken headers', 'HTTP/1.1 101 Switching Protocols\r\nUp grade: websocket\r\n\r\n'],
    ['headers without end', `HTTP/1.1 101 Switching Protocols\r\n${'A: b\r\n'.repeat(20_000)}`],
  ])('%s, rejects as a bad answer', async (_what, bytes) => {
    const { url, sockets } = await rawServer(({ peer }) => peer.stream.end(Buffer.from(bytes, 'latin1')));
    const error = await rejection(connect(url));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({ status: 502, code: 'WS_RESPONSE', cause: { code: expect.stringMatching(/^HPE_/) } });
    await until(() => sockets[0]!.closed);
  });
});

describe('a refusal', () => {
  it('is a HandshakeError with its status, headers and body', async () => {
    const { url } = await serve(undefined, {
      answer: (_, response) =>
        response
          .setHeader('WWW-Authenticate', 'Bearer')
          .setHeader('Set-Cookie', ['a=1', 'b=2'])
          .writeHead(401, 'Sign In')
          .end('{"error":"sign in first"}'),
    });
    const error = await rejection(connect(url));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({
      status: 401,
      code: 'WS_REFUSED',
      reason: 'the server refused: Sign In',
      headers: { 'www-authenticate': 'Bearer', 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from('{"error":"sign in first"}'),
    });
  });

  it.each([200, 204, 404, 426, 500, 503])('may be status %d', async (status) => {
    const { url } = await serve(undefined, { answer: (_, response) => response.writeHead(status).end() });
    expect(await rejection(connect(url))).toMatchObject({ status, body: Buffer.alloc(0) });
  });

  it('without a phrase says so', async () => {
    const { url } = await rawServer(({ peer }) => peer.stream.end('HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n'));
    expect(await rejection(connect(url))).toMatchObject({ reason: 'the server refused: no reason given' });
  });

  it.each([
    ['65536 bytes', 65_536],
    ['and without end', Infinity],
  ])('keeps 64 KiB of a body of %s', async (_what, size) => {
    const { url, requests } = await serve(undefined, {
      answer: (_, response) => {
        response.writeHead(403);
        const write = (sent: number): void => {
          if (sent >= size) response.end();
          else response.write('x'.repeat(1024), () => write(sent + 1024));
        };
        write(0);
      },
    });
    const { body } = (await rejection(connect(url))) as HandshakeError;
    expect(body).toEqual(Buffer.alloc(65_536, 'x'));
    await until(() => requests[0]!.socket.closed);
  });

  it('of a gateway is told apart from a bad answer', async () => {
    const { url } = await serve(undefined, { answer: (_, response) => response.writeHead(502).end('no server') });
    expect(await rejection(connect(url))).toMatchObject({
      status: 502,
      code: 'WS_REFUSED',
      body: Buffer.from('no server'),
    });
  });

  it('whose body breaks off keeps what has come', async () => {
    const { url } = await rawServer(({ peer }) =>
      peer.stream.end('HTTP/1.1 503 Busy\r\nContent-Length: 100\r\n\r\nonly this'),
    );
    expect(await rejection(connect(url))).toMatchObject({ status: 503, body: Buffer.from('only this') });
  });
});
