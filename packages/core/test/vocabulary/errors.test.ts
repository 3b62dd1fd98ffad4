import { describe, expect, it } from '@jest/globals';
import {
  HANDSHAKE_RULES,
  PROTOCOL_RULES,
  USAGE_RULES,
  type HandshakeRule,
  type ProtocolRule,
  type UsageRule,
} from '../../src/vocabulary/error-codes.js';
import {
  ConnectionClosed,
  HandshakeError,
  ProtocolError,
  UsageError,
  WebSocketError,
} from '../../src/vocabulary/errors.js';

const names = <Name extends string>(table: Record<Name, unknown>): Name[] => Object.keys(table) as Name[];

describe('ProtocolError', () => {
  it.each(names<ProtocolRule>(PROTOCOL_RULES))('%s takes close code, section and sentence from the table', (rule) => {
    const [closeCode, section, sentence] = PROTOCOL_RULES[rule];
    const error = new ProtocolError(rule, '0x7f');
    expect(error).toBeInstanceOf(WebSocketError);
    expect(error).toMatchObject({ name: 'ProtocolError', code: rule, closeCode, section });
    expect(error.message).toBe(`${sentence}: "0x7f" [${section}]`);
  });
});

describe('UsageError', () => {
  it.each(names<UsageRule>(USAGE_RULES))('%s says what to do instead', (rule) => {
    const error = new UsageError(rule, 7);
    expect(error).toBeInstanceOf(WebSocketError);
    expect(error).toMatchObject({ name: 'UsageError', code: rule });
    expect(error.message).toBe(`7 is no good here: ${USAGE_RULES[rule]}`);
  });

  it('takes better advice where there is some', () => {
    expect(new UsageError('WS_USAGE_HEADER', 'upgrade', 'leave it out').message).toBe(
      '"upgrade" is no good here: leave it out',
    );
  });
});

describe('ConnectionClosed', () => {
  it('says how it ended', () => {
    const cause = new Error('reset');
    const error = new ConnectionClosed(1006, '', { cause });
    expect(error).toBeInstanceOf(WebSocketError);
    expect(error).toMatchObject({
      name: 'ConnectionClosed',
      code: 'WS_CLOSED',
      closeCode: 1006,
      closeReason: '',
      cause,
    });
    expect(error.message).toBe('the connection is closed: 1006');
  });

  it('quotes the reason', () => {
    expect(new ConnectionClosed(1001, 'bye\n').message).toBe('the connection is closed: 1001 "bye\\n"');
  });
});

describe('HandshakeError', () => {
  it.each(names<HandshakeRule>(HANDSHAKE_RULES))('%s takes status, section and sentence from the table', (rule) => {
    const [status, section, sentence] = HANDSHAKE_RULES[rule];
    const error = HandshakeError.for(rule, 'x', { allow: 'GET' });
    expect(error).toBeInstanceOf(WebSocketError);
    expect(error).toMatchObject({ name: 'HandshakeError', code: rule, status, headers: { allow: 'GET' } });
    expect(error.reason).toBe(`${sentence}: "x" [${section}]`);
    expect(error.message).toBe(`${status} ${error.reason}`);
    expect(error.body).toBe(error.reason);
  });

  it('shows nothing where nothing was there', () => {
    expect(HandshakeError.for('WS_UPGRADE', undefined).reason).toBe(`${HANDSHAKE_RULES.WS_UPGRADE[2]} [§4.2.1]`);
  });

  it("carries an application's own refusal", () => {
    const cause = new Error('expired');
    const headers = { 'set-cookie': ['a=1', 'b=2'] };
    const error = new HandshakeError(401, 'sign in first', { headers, body: '{}', cause });
    expect(error).toMatchObject({
      status: 401,
      reason: 'sign in first',
      code: 'WS_REFUSED',
      headers,
      body: '{}',
      cause,
    });
    expect(new HandshakeError(503, 'later')).toMatchObject({ headers: {}, body: 'later', code: 'WS_REFUSED' });
  });

  it.each([200, 101, 299, 600, 400.5, NaN, '401', undefined])('cannot refuse with the status %p', (status) => {
    expect(() => new HandshakeError(status as number, 'no')).toThrow(
      expect.objectContaining({ code: 'WS_USAGE_STATUS', message: expect.stringContaining(String(status)) }),
    );
  });

  it('tells any status that another server has answered', () => {
    expect(new HandshakeError(200, 'OK', { code: 'WS_RESPONSE' }).status).toBe(200);
  });
});
