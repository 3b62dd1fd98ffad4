import { describe, expect, it } from '@jest/globals';
import {
  asksForWebSocket,
  headerLine,
  openingResponse,
  readOpeningRequest,
} from '../../src/handshake/server-handshake.js';
import { expectUsageError } from '../support/expectations.js';
import { KEY, request } from '../support/opening.js';

const NOTHING_AGREED = { subprotocol: undefined, extension: undefined };

describe('readOpeningRequest', () => {
  it("reads the RFC's request (§1.2)", () => {
    expect(readOpeningRequest(request())).toEqual({ key: KEY, subprotocols: ['chat', 'superchat'], extensions: [] });
  });

  it('needs neither origin, nor subprotocols, nor extensions', () => {
    const headers = { origin: undefined, 'sec-websocket-protocol': undefined };
    expect(readOpeningRequest(request({ headers }))).toEqual({ key: KEY, subprotocols: [], extensions: [] });
  });

  it('reads lists whatever their spaces, and repeated fields', () => {
    const headers = {
      upgrade: 'h2c, WebSocket',
      connection: 'keep-alive , upgrade',
      'sec-websocket-protocol': [' a,,b', 'A'],
      'sec-websocket-extensions': ['permessage-deflate; client_max_window_bits', 'foo;bar="1"'],
    };
    expect(readOpeningRequest(request({ headers }))).toEqual({
      key: KEY,
      subprotocols: ['a', 'b', 'A'],
      extensions: [
        { name: 'permessage-deflate', parameters: [['client_max_window_bits', undefined]] },
        { name: 'foo', parameters: [['bar', '1']] },
      ],
    });
  });

  it.each([
    '/',
    '/chat?a=b/c',
    '//x',
    '/%23',
    'http://server.example.com/chat',
    'HTTPS://server.example.com',
    'http://h?q',
  ])('takes target %s', (url) => {
    expect(readOpeningRequest(request({ url })).key).toBe(KEY);
  });
});

describe('a handshake may have', () => {
  it.each([
    'server.example.com',
    'localhost:8080',
    'a:',
    '127.0.0.1:80',
    '[::1]',
    '[::ffff:127.0.0.1]:443',
    'EXAMPLE.com',
    'xn--bcher-kva.example',
    'under_score.example',
    'a%20b',
    "sub-delims!$&'()*+,;=~",
  ])('the host %s (RFC 3986 §3.2.2)', (host) => {
    expect(readOpeningRequest(request({ headers: { host } })).key).toBe(KEY);
  });

  it('a content length of 0, for no body follows', () => {
    expect(readOpeningRequest(request({ headers: { 'content-length': '0' } })).key).toBe(KEY);
  });
});

describe('asksForWebSocket', () => {
  it.each<[upgrade: string | undefined, asks: boolean]>([
    ['websocket', true],
    ['WEBSOCKET', true],
    ['h2c, websocket', true],
    ['h2c', false],
    ['websocket2', false],
    [undefined, false],
  ])('Upgrade: %s: %s', (upgrade, asks) => {
    expect(asksForWebSocket(request({ headers: { upgrade } }))).toBe(asks);
  });

  it('looks at nothing else, so that a bad handshake is refused and not passed by', () => {
    expect(asksForWebSocket(request({ method: 'POST', headers: { 'sec-websocket-key': undefined } }))).toBe(true);
  });
});

describe('openingResponse', () => {
  it("writes the RFC's answer (§1.3)", () => {
    expect(openingResponse(KEY, { subprotocol: 'chat', extension: undefined }, [])).toBe(
      'HTTP/1.1 101 Switching Protocols\r\n' +
        'Upgrade: websocket\r\n' +
        'Connection: Upgrade\r\n' +
        'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n' +
        'Sec-WebSocket-Protocol: chat\r\n' +
        '\r\n',
    );
  });

  it('names the extension that was agreed on', () => {
    const extension = { name: 'foo', parameters: [['bar', '1'] as const, ['baz', undefined] as const] };
    const head = openingResponse(KEY, { subprotocol: undefined, extension }, []);
    expect(head).toContain('\r\nSec-WebSocket-Extensions: foo; bar=1; baz\r\n');
  });

  it('names neither subprotocol nor extension where none was agreed on, and adds the headers given', () => {
    const head = openingResponse(KEY, NOTHING_AGREED, [
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]);
    expect(head).not.toContain('Protocol:');
    expect(head).not.toContain('Extensions:');
    expect(head.endsWith('\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n\r\n')).toBe(true);
  });
});

describe('headerLine', () => {
  it('writes what a header may hold', () => {
    expect(headerLine('X-Name', 'a\tb "ü" ~')).toBe('X-Name: a\tb "ü" ~\r\n');
    expect(headerLine('x', '')).toBe('x: \r\n');
  });

  it('refuses each character that could break out', () => {
    const refused = Array.from({ length: 0x200 }, (_, code) => code).filter((code) => {
      try {
        return headerLine('x', `a${String.fromCharCode(code)}b`) === '';
      } catch {
        return true;
      }
    });
    const controls = Array.from({ length: 0x20 }, (_, code) => code).filter((code) => code !== 9);
    const beyond = Array.from({ length: 0x100 }, (_, i) => 0x100 + i);
    expect(refused).toEqual([...controls, 0x7f, ...beyond]);
    expectUsageError(() => headerLine('x', 'a\r\nset-cookie: b'), 'WS_USAGE_HEADER');
  });
});
