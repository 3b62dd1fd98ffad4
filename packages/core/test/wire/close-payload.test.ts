import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mayBeSent } from '../../src/vocabulary/close-codes.js';
import { readClosePayload, writeClosePayload } from '../../src/wire/close-payload.js';
import { bytes, hex } from '../support/bytes.js';
import { expectProtocolError, expectUsageError } from '../support/expectations.js';
import { closeBody } from '../support/frame.js';

describe('readClosePayload', () => {
  it('reads nothing as code 1005 (§7.1.5)', () => {
    expect(readClosePayload(bytes(''))).toEqual({ code: 1005, reason: '' });
  });

  it('reads code and reason', () => {
    expect(readClosePayload(bytes('03 e8'))).toEqual({ code: 1000, reason: '' });
    expect(readClosePayload(closeBody(4999, 'adiós €'))).toEqual({ code: 4999, reason: 'adiós €' });
    expect(readClosePayload(closeBody(1000, 'x'.repeat(123)))).toEqual({ code: 1000, reason: 'x'.repeat(123) });
  });

  it('refuses a single byte', () => {
    expectProtocolError(() => readClosePayload(bytes('03')), 'WS_CLOSE_PAYLOAD_TOO_SHORT');
  });

  it('reads just the codes that may be sent', () => {
    const wrong: number[] = [];
    for (let code = 0; code < 5200; code++) {
      let isRead = true;
      try {
        isRead = readClosePayload(closeBody(code)).code === code;
      } catch {
        isRead = false;
      }
      if (isRead !== mayBeSent(code)) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  it.each([0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])('refuses code %d', (code) => {
    expectProtocolError(() => readClosePayload(closeBody(code, 'why')), 'WS_CLOSE_CODE_INVALID');
  });

  it.each(['ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 80', '80', 'c3', '61 f4 90 80 80'])(
    'refuses reason %s',
    (reason) => {
      expectProtocolError(() => readClosePayload(closeBody(1000, bytes(reason))), 'WS_CLOSE_REASON_INVALID');
    },
  );
});

describe('writeClosePayload', () => {
  it('writes the code, then the reason in UTF-8', () => {
    expect(hex(writeClosePayload(1000, ''))).toBe('03 e8');
    expect(hex(writeClosePayload(3000, 'é'))).toBe('0b b8 c3 a9');
  });

  it('writes what is read again', () => {
    const codes = fc.integer({ min: 0, max: 0xffff }).filter(mayBeSent);
    fc.assert(
      fc.property(codes, fc.string({ unit: 'grapheme', maxLength: 8 }), (code, reason) => {
        fc.pre(Buffer.byteLength(reason) <= 123);
        expect(readClosePayload(writeClosePayload(code, reason))).toEqual({ code, reason });
      }),
    );
  });

  it.each([0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 66_536, 1000.5, Number.NaN])('refuses code %d', (code) => {
    expectUsageError(() => writeClosePayload(code, ''), 'WS_USAGE_CLOSE_CODE');
  });

  it('counts the bytes of a reason, not its characters', () => {
    expect(writeClosePayload(1000, `${'é'.repeat(61)}x`)).toHaveLength(125);
    expectUsageError(() => writeClosePayload(1000, 'é'.repeat(62)), 'WS_USAGE_CLOSE_REASON');
    expectUsageError(() => writeClosePayload(1000, 'x'.repeat(124)), 'WS_USAGE_CLOSE_REASON');
  });

  it.each([[undefined], [null], [7], [Buffer.from('x')]])('refuses a reason that is no string, case %#', (reason) => {
    expectUsageError(() => writeClosePayload(1000, reason as unknown as string), 'WS_USAGE_CLOSE_REASON');
  });
});
