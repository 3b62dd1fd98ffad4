import { describe, expect, it } from '@jest/globals';
import {
  agreeToDeflate,
  offerDeflate,
  readDeflateAnswer,
  type DeflateDirections,
} from '../../src/extensions/deflate-parameters.js';
import { formatExtensions, parseExtensions } from '../../src/handshake/headers.js';

/** Directions in short: `15` is a window with takeover, `-15` one without. */
function directions(server: number, client: number): DeflateDirections {
  const direction = (bits: number) => ({ windowBits: Math.abs(bits), takeover: bits > 0 });
  return { server: direction(server), client: direction(client) };
}

const ANYTHING = directions(15, 15);

/** What a server does with the header of a request. */
function serverAnswers(header: string, wished = ANYTHING) {
  const agreed = agreeToDeflate(parseExtensions(header) ?? [], wished);
  return agreed && { answer: formatExtensions([agreed.answer]), directions: agreed.directions };
}

/** What a client makes of the header of an answer with one element. */
function clientReads(header: string, offered = ANYTHING) {
  const answers = parseExtensions(header);
  if (answers?.length !== 1) throw new Error(`not one extension: ${header}`);
  return readDeflateAnswer(answers[0]!, offered);
}

describe('a server that wishes for anything', () => {
  it.each([
    ['permessage-deflate', 'permessage-deflate', directions(15, 15)],
    [
      'permessage-deflate; server_no_context_takeover',
      'permessage-deflate; server_no_context_takeover',
      directions(-15, 15),
    ],
    [
      'permessage-deflate; client_no_context_takeover',
      'permessage-deflate; client_no_context_takeover',
      directions(15, -15),
    ],
    ['permessage-deflate; server_max_window_bits=8', 'permessage-deflate; server_max_window_bits=8', directions(8, 15)],
    [
      'permessage-deflate; server_max_window_bits=15',
      'permessage-deflate; server_max_window_bits=15',
      directions(15, 15),
    ],
    [
      'permessage-deflate; server_max_window_bits="10"',
      'permessage-deflate; server_max_window_bits=10',
      directions(10, 15),
    ],
    ['permessage-deflate; client_max_window_bits', 'permessage-deflate; client_max_window_bits=15', directions(15, 15)],
    ['permessage-deflate; client_max_window_bits=8', 'permessage-deflate; client_max_window_bits=8', directions(15, 8)],
    [
      'permessage-deflate; client_max_window_bits=11; server_max_window_bits=12; client_no_context_takeover; ' +
        'server_no_context_takeover',
      'permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12; ' +
        'client_max_window_bits=11',
      directions(-12, -11),
    ],
  ])('answers %s', (offer, answer, agreed) => {
    expect(serverAnswers(offer)).toEqual({ answer, directions: agreed });
  });
});

describe('a server that wishes for less', () => {
  it.each([
    // Its own window it may make smaller without a word; the client's only where the client has named the parameter.
    ['permessage-deflate', directions(10, 9), 'permessage-deflate', directions(10, 15)],
    [
      'permessage-deflate; client_max_window_bits',
      directions(15, 9),
      'permessage-deflate; client_max_window_bits=9',
      directions(15, 9),
    ],
    [
      'permessage-deflate; client_max_window_bits=12',
      directions(15, 9),
      'permessage-deflate; client_max_window_bits=9',
      directions(15, 9),
    ],
    [
      'permessage-deflate; server_max_window_bits=12',
      directions(10, 15),
      'permessage-deflate; server_max_window_bits=10',
      directions(10, 15),
    ],
    [
      'permessage-deflate; server_max_window_bits=9',
      directions(10, 15),
      'permessage-deflate; server_max_window_bits=9',
      directions(9, 15),
    ],
    [
      'permessage-deflate',
      directions(-15, -15),
      'permessage-deflate; server_no_context_takeover; client_no_context_takeover',
      directions(-15, -15),
    ],
  ])('answers %s, wishing for %j', (offer, wished, answer, agreed) => {
    expect(serverAnswers(offer, wished)).toEqual({ answer, directions: agreed });
  });
});

const BAD_PARAMETERS = [
  'x_unknown=1',
  'x_unknown',
  'Server_No_Context_Takeover',
  'server_no_context_takeover=1',
  'client_no_context_takeover=true',
  'server_no_context_takeover; server_no_context_takeover',
  'client_max_window_bits; client_max_window_bits=10',
  'server_max_window_bits=10; server_max_window_bits=10',
  'server_max_window_bits',
  ...['7', '16', '0', '08', '010', '15.0', '+9', '-9', '0xA', '1e1', '100', 'ten'].flatMap((value) => [
    `server_max_window_bits=${value}`,
    `client_max_window_bits=${value}`,
  ]),
];

describe('a server declines (§7.1)', () => {
  it.each(BAD_PARAMETERS)('%s', (parameters) => {
    expect(parseExtensions(`permessage-deflate; ${parameters}`)).toHaveLength(1);
    expect(serverAnswers(`permessage-deflate; ${parameters}`)).toBeUndefined();
  });

  it.each(['x-webkit-deflate-frame', 'permessage-bzip2', 'Permessage-Deflate2', ''])('the extension %p', (name) => {
    expect(serverAnswers(name)).toBeUndefined();
  });

  it.each(['server_max_window_bits=', 'server_max_window_bits=""', 'server_max_window_bits="1 0"'])(
    'as a whole a header that is no list of extensions: %s',
    (parameters) => {
      expect(parseExtensions(`permessage-deflate; ${parameters}`)).toBeUndefined();
    },
  );
});

describe('of several offers a server agrees to the first that it can agree to', () => {
  it.each([
    ['permessage-deflate; x_unknown=1, permessage-deflate', 'permessage-deflate'],
    [
      'permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=8',
      'permessage-deflate; server_max_window_bits=8',
    ],
    [
      'x-other; server_no_context_takeover, permessage-deflate; client_no_context_takeover',
      'permessage-deflate; client_no_context_takeover',
    ],
    [
      'permessage-deflate; server_no_context_takeover, permessage-deflate',
      'permessage-deflate; server_no_context_takeover',
    ],
  ])('%s', (offers, answer) => {
    expect(serverAnswers(offers)?.answer).toBe(answer);
  });
});

describe('a client offers', () => {
  it.each([
    [directions(15, 15), 'permessage-deflate; client_max_window_bits'],
    [
      directions(-15, -15),
      'permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits',
    ],
    [directions(10, 9), 'permessage-deflate; server_max_window_bits=10; client_max_window_bits=9'],
  ])('for %j', (wished, offer) => {
    expect(formatExtensions([offerDeflate(wished)])).toBe(offer);
  });
});

describe('a client reads an answer', () => {
  it.each([
    ['permessage-deflate', ANYTHING, ANYTHING],
    ['permessage-deflate; server_no_context_takeover', ANYTHING, directions(-15, 15)],
    ['permessage-deflate; client_no_context_takeover', ANYTHING, directions(15, -15)],
    ['permessage-deflate; server_max_window_bits=8; client_max_window_bits="9"', ANYTHING, directions(8, 9)],
    // What it wished for its own side it keeps to, whatever the server says.
    ['permessage-deflate', directions(15, -9), directions(15, -9)],
    ['permessage-deflate; client_max_window_bits=9', directions(15, 12), directions(15, 9)],
    ['permessage-deflate; client_max_window_bits=12', directions(15, 12), directions(15, 12)],
    ['permessage-deflate; server_max_window_bits=10', directions(12, 15), directions(10, 15)],
  ])('%s, having offered %j', (answer, offered, agreed) => {
    expect(clientReads(answer, offered)).toEqual(agreed);
  });

  it.each([...BAD_PARAMETERS, 'client_max_window_bits'])('that fails the handshake: %s', (parameters) => {
    expect(clientReads(`permessage-deflate; ${parameters}`)).toBeUndefined();
  });

  it.each([
    ['a larger window than it asked for', 'permessage-deflate; server_max_window_bits=11', directions(10, 15)],
    ['a larger window than it offered', 'permessage-deflate; client_max_window_bits=12', directions(15, 9)],
    ['no window where it asked for one', 'permessage-deflate', directions(10, 15)],
    ['takeover where it asked for none', 'permessage-deflate', directions(-15, 15)],
    ['another extension', 'x-webkit-deflate-frame', ANYTHING],
  ])('that fails the handshake: %s', (_what, answer, offered) => {
    expect(clientReads(answer, offered)).toBeUndefined();
  });
});

describe('the examples of RFC 7692 §7.1.3', () => {
  it('the simplest', () => {
    expect(serverAnswers('permessage-deflate')?.answer).toBe('permessage-deflate');
    expect(clientReads('permessage-deflate')).toEqual(ANYTHING);
  });

  it('a window for the server, or else none', () => {
    const offers =
      'permessage-deflate; client_max_window_bits; server_max_window_bits=10, permessage-deflate; client_max_window_bits';
    expect(serverAnswers(offers)?.answer).toBe(
      'permessage-deflate; server_max_window_bits=10; client_max_window_bits=15',
    );
    expect(clientReads('permessage-deflate; server_max_window_bits=10', directions(10, 15))).toEqual(
      directions(10, 15),
    );
  });
});

describe('both sides', () => {
  const some = [directions(15, 15), directions(-8, 12), directions(12, -8), directions(-15, -9)];
  const both = some.flatMap((server) => some.map((client) => [server, client] as const));

  it.each(both)('come to the same, server %j and client %j', (server, client) => {
    const agreed = serverAnswers(formatExtensions([offerDeflate(client)]), server);
    const read = clientReads(agreed!.answer, client);
    // The window of the server's own wish needs no word, so the client may take it for larger.
    expect(read?.client).toEqual(agreed?.directions.client);
    expect(read?.server.takeover).toBe(agreed?.directions.server.takeover);
    expect(read?.server.windowBits).toBeGreaterThanOrEqual(agreed!.directions.server.windowBits);
    expect(agreed?.directions.server.windowBits).toBe(Math.min(server.server.windowBits, client.server.windowBits));
  });
});
