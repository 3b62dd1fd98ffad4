// A client judged by the answers to its handshake (§4.1), as they are on the wire: `{accept}` stands for the right value.
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../../src/client/connect.js';
import { acceptKey } from '../../../src/handshake/accept-key.js';
import { HandshakeError } from '../../../src/vocabulary/errors.js';
import { rejection, until } from '../../support-connection/deferred.js';
import { serversFrame, TEXT } from '../../support-connection/raw-peer.js';
import { headerOf, rawServer } from '../../support-client/raw-server.js';
import { closeServers } from '../../support-client/servers.js';

afterEach(closeServers);

const OFFER = { subprotocols: ['chat', 'superchat'], compression: { peerWindowBits: 12, windowBits: 12 } };
const LINE = 'HTTP/1.1 101 Switching Protocols';
const UPGRADE = 'Upgrade: websocket';
const CONNECTION = 'Connection: Upgrade';
const ACCEPT = 'Sec-WebSocket-Accept: {accept}';
const right = (...more: string[]): string[] => [LINE, UPGRADE, CONNECTION, ACCEPT, ...more];
const DEFLATE = 'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12';

/** Answers with these lines, and a message behind them in the same segment. */
function answer(lines: readonly string[]) {
  return rawServer(({ head, peer }) => {
    const accept = acceptKey(headerOf(head, 'sec-websocket-key')!);
    const text = `${lines.join('\r\n')}\r\n\r\n`.replaceAll('{accept}', accept);
    peer.write(Buffer.from(text, 'latin1'), serversFrame(TEXT, 'hello'));
  });
}

describe('a client takes', () => {
  it.each<[string, string[]]>([
    ['the right answer', right()],
    ['another phrase', ['HTTP/1.1 101 Yes, why not?', UPGRADE, CONNECTION, ACCEPT]],
    ['no phrase', ['HTTP/1.1 101 ', UPGRADE, CONNECTION, ACCEPT]],
    ['headers in another order', [LINE, ACCEPT, CONNECTION, UPGRADE]],
    ['names in another case', [LINE, 'UPGRADE: websocket', 'connection: Upgrade', 'sec-websocket-ACCEPT: {accept}']],
    ['values in another case', [LINE, 'Upgrade: WebSocket', 'Connection: uPGRADE', ACCEPT]],
    ['no blank before a value', [LINE, 'Upgrade:websocket', 'Connection:Upgrade', 'Sec-WebSocket-Accept:{accept}']],
    [
      'blanks about a value',
      [LINE, 'Upgrade: \twebsocket \t', 'Connection:   Upgrade  ', 'Sec-WebSocket-Accept: \t {accept}\t '],
    ],
    ['Connection as a list', [LINE, UPGRADE, 'Connection: keep-alive ,\tUpgrade', ACCEPT]],
    ['Connection as a list with empty elements', [LINE, UPGRADE, 'Connection: , Upgrade,,', ACCEPT]],
    ['Connection twice', [LINE, UPGRADE, 'Connection: keep-alive', CONNECTION, ACCEPT]],
    ['Upgrade twice', [LINE, UPGRADE, 'Upgrade: h2c', CONNECTION, ACCEPT]],
    ['a subprotocol', right('Sec-WebSocket-Protocol: superchat')],
    ['a subprotocol with blanks about it', right('Sec-WebSocket-Protocol:\t chat  ')],
    ['the extension', right(DEFLATE)],
    ['the extension with blanks', right(DEFLATE.replace('; ', ' \t;\t ').replace('=', ' = '))],
    ['the extension with a quoted value', right(DEFLATE.replace('12', '"1\\2"'))],
    ['the extension with a smaller window', right(DEFLATE.replace('12', '8'))],
    ['the extension with an empty element', right(`${DEFLATE}, `)],
    ['the extension with a smaller window for the client', right(`${DEFLATE}; client_max_window_bits=9`)],
    ['other headers', right('Date: today', 'Set-Cookie: a=1', 'Set-Cookie: b=2', 'X-Empty:')],
    ['a Content-Length, which a 101 has no body for', right('Content-Length: 5')],
    ['a 100 before', ['HTTP/1.1 100 Continue', '', ...right()]],
    ['a 102 and a 103 before', ['HTTP/1.1 102 P', '', 'HTTP/1.1 103 E', 'Link: a', '', ...right()]],
  ])('%s', async (_what, lines) => {
    const { url } = await answer(lines);
    const client = await connect(url, OFFER);
    expect((await client.receive()).data).toBe('hello');
    client.terminate();
  });
});

describe('a client refuses', () => {
  const without = (line: string): string[] => right().filter((each) => each !== line);
  const instead = (line: string, ...others: string[]): string[] => [...without(line), ...others];
  const extension = (value: string): string[] => right(`Sec-WebSocket-Extensions: ${value}`);

  it.each<[string, string[]]>([
    ['HTTP/1.0', ['HTTP/1.0 101 Yes', UPGRADE, CONNECTION, ACCEPT]],
    ['HTTP/2.0', ['HTTP/2.0 101 Yes', UPGRADE, CONNECTION, ACCEPT]],
    ['no Upgrade', without(UPGRADE)],
    ['another Upgrade', instead(UPGRADE, 'Upgrade: h2c')],
    ['an Upgrade that begins like it', instead(UPGRADE, 'Upgrade: websocket2')],
    ['an Upgrade with a version', instead(UPGRADE, 'Upgrade: websocket/13')],
    ['an Upgrade in quotes', instead(UPGRADE, 'Upgrade: "websocket"')],
    ['an empty Upgrade', instead(UPGRADE, 'Upgrade:')],
    ['no Connection', without(CONNECTION)],
    ['another Connection', instead(CONNECTION, 'Connection: close')],
    ['a Connection that begins like it', instead(CONNECTION, 'Connection: upgraded')],
    ['a Connection of two words', instead(CONNECTION, 'Connection: Upgrade keep-alive')],
    ['no accept value', without(ACCEPT)],
    ['an empty one', instead(ACCEPT, 'Sec-WebSocket-Accept:')],
    ['that of another key', instead(ACCEPT, 'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=')],
    ['it with more before it', instead(ACCEPT, 'Sec-WebSocket-Accept: x{accept}')],
    ['it in quotes', instead(ACCEPT, 'Sec-WebSocket-Accept: "{accept}"')],
    ['it with a no-break space', instead(ACCEPT, 'Sec-WebSocket-Accept: {accept}\xa0')],
    ['it twice', right(ACCEPT)],
    ['it beside another', right('Sec-WebSocket-Accept: x')],
    ['a subprotocol that was not offered', right('Sec-WebSocket-Protocol: chat2')],
    ['one in another case', right('Sec-WebSocket-Protocol: Chat')],
    ['an empty one', right('Sec-WebSocket-Protocol:')],
    ['both that were offered', right('Sec-WebSocket-Protocol: chat, superchat')],
    ['one twice', right('Sec-WebSocket-Protocol: chat', 'Sec-WebSocket-Protocol: chat')],
    ['one with a comma', right('Sec-WebSocket-Protocol: chat,')],
    ['an extension that was not offered', extension('x-webkit-deflate-frame')],
    ['it beside one that was', right(DEFLATE, 'Sec-WebSocket-Extensions: x-other')],
    ['an extension twice', right(DEFLATE, DEFLATE)],
    ['an empty extension', extension('')],
    ['an extension in another case', extension('Permessage-Deflate; server_max_window_bits=12')],
    ['an extension with a broken list', extension('permessage-deflate; server_max_window_bits=12;')],
    ['an unknown parameter', right(`${DEFLATE}; x=1`)],
    ['a parameter twice', right(`${DEFLATE}; server_max_window_bits=12`)],
    ['a larger window of the server', extension('permessage-deflate; server_max_window_bits=13')],
    ['a window of the server that is left open', extension('permessage-deflate')],
    ['a larger window of the client', right(`${DEFLATE}; client_max_window_bits=13`)],
    ['a window of the client without its size', right(`${DEFLATE}; client_max_window_bits`)],
    ...['7', '16', '08', '0xA', '1e1', '+9', '9.0', '-9'].map((bits): [string, string[]] => [
      `a window of ${bits}`,
      extension(`permessage-deflate; server_max_window_bits=${bits}`),
    ]),
    ['a value where none belongs', right(`${DEFLATE}; server_no_context_takeover=1`)],
  ])('%s', async (_what, lines) => {
    const { url, sockets } = await answer(lines);
    const error = await rejection(connect(url, OFFER));
    expect(error).toBeInstanceOf(HandshakeError);
    expect(error).toMatchObject({ status: 502, code: 'WS_RESPONSE' });
    await until(() => sockets[0]!.closed);
  });
});
