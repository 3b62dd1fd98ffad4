import { describe, expect, it } from '@jest/globals';
import { isKey } from '../../src/handshake/accept-key.js';
import { drawKey, openingHeaders, readOpeningAnswer, type OpeningOffer } from '../../src/handshake/client-handshake.js';
import { agreeToDeflate } from '../../src/extensions/deflate-parameters.js';
import type { HeaderFields } from '../../src/handshake/headers.js';
import { openingResponse, readOpeningRequest } from '../../src/handshake/server-handshake.js';
import { expectRefusal } from '../support/expectations.js';
import { ANSWER_HEADERS, KEY, request } from '../support/opening.js';

const BOUNDLESS = { server: { windowBits: 15, takeover: true }, client: { windowBits: 15, takeover: true } };

const offering = (...subprotocols: string[]): OpeningOffer => ({ key: KEY, subprotocols, deflate: undefined });

/** A response head as node:http reads it. */
function readHead(head: string): HeaderFields {
  const lines = head.split('\r\n').slice(1, -2);
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
}

describe('drawKey', () => {
  it('draws 16 bytes in base64, different ones each time (§4.1)', () => {
    const keys = Array.from({ length: 100 }, drawKey);
    expect(keys.filter((key) => !isKey(key))).toEqual([]);
    expect(new Set(keys).size).toBe(100);
  });
});

describe('openingHeaders', () => {
  it("are those of the RFC's request (§1.2)", () => {
    expect(openingHeaders(offering('chat', 'superchat'))).toEqual({
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': KEY,
      'sec-websocket-protocol': 'chat, superchat',
      'sec-websocket-version': '13',
    });
  });

  it('name no subprotocol and no extension where none is wished', () => {
    expect(openingHeaders(offering())).not.toHaveProperty('sec-websocket-protocol');
    expect(openingHeaders(offering())).not.toHaveProperty('sec-websocket-extensions');
  });

  it('offer compression where it is wished', () => {
    expect(openingHeaders({ ...offering(), deflate: BOUNDLESS })).toMatchObject({
      'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits',
    });
  });
});

describe('readOpeningAnswer', () => {
  it("accepts the RFC's answer (§1.3)", () => {
    const answer = { ...ANSWER_HEADERS, 'sec-websocket-protocol': 'chat' };
    expect(readOpeningAnswer(101, answer, offering('chat', 'superchat'))).toEqual({
      subprotocol: 'chat',
      deflate: undefined,
    });
  });

  it('accepts no subprotocol, and tokens in any case', () => {
    const answer = { ...ANSWER_HEADERS, upgrade: 'WebSocket', connection: 'keep-alive, UPGRADE' };
    expect(readOpeningAnswer(101, answer, offering('chat')).subprotocol).toBeUndefined();
  });

  it('reads Upgrade as a list (RFC 9110 §7.8)', () => {
    const answer = { ...ANSWER_HEADERS, upgrade: 'h2c , WebSocket' };
    expect(readOpeningAnswer(101, answer, offering())).toEqual({ subprotocol: undefined, deflate: undefined });
  });

  it('reads what compression was agreed on', () => {
    const answer = {
      ...ANSWER_HEADERS,
      'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits=10; server_no_context_takeover',
    };
    expect(readOpeningAnswer(101, answer, { ...offering(), deflate: BOUNDLESS }).deflate).toEqual({
      server: { windowBits: 15, takeover: false },
      client: { windowBits: 10, takeover: true },
    });
  });

  it('says what was wrong', () => {
    const refusal = expectRefusal(() => readOpeningAnswer(404, {}, offering()), 502, 'WS_RESPONSE');
    expect(refusal.reason).toContain('status 404');
  });
});

describe('both sides', () => {
  it('agree', () => {
    const key = drawKey();
    const offer = { key, subprotocols: ['v2', 'v1'], deflate: undefined };
    const asked = readOpeningRequest(request({ headers: openingHeaders(offer) }));
    expect(asked).toEqual({ key, subprotocols: ['v2', 'v1'], extensions: [] });
    const answer = readHead(
      openingResponse(asked.key, { subprotocol: 'v1', extension: undefined }, [['x-server', 'a']]),
    );
    expect(readOpeningAnswer(101, answer, offer)).toEqual({ subprotocol: 'v1', deflate: undefined });
    expectRefusal(() => readOpeningAnswer(101, answer, { ...offer, key: drawKey() }), 502, 'WS_RESPONSE');
  });

  it('agree on an extension', () => {
    const offer = { key: drawKey(), subprotocols: [], deflate: BOUNDLESS };
    const asked = readOpeningRequest(request({ headers: openingHeaders(offer) }));
    const agreed = agreeToDeflate(asked.extensions, {
      ...BOUNDLESS,
      client: { windowBits: 9, takeover: false },
    })!;
    const answer = readHead(openingResponse(asked.key, { subprotocol: undefined, extension: agreed.answer }, []));
    expect(readOpeningAnswer(101, answer, offer).deflate).toEqual({
      server: { windowBits: 15, takeover: true },
      client: { windowBits: 9, takeover: false },
    });
  });
});
