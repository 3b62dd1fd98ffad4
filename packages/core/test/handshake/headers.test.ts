import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ExtensionOffer } from '../../src/extensions/extension.js';
import {
  countField,
  field,
  formatExtensions,
  hasToken,
  isToken,
  listElements,
  parseExtensions,
} from '../../src/handshake/headers.js';

const TCHARS = [...Array(128).keys()]
  .map((code) => String.fromCharCode(code))
  .filter((char) => /[!#$%&'*+\-.^_`|~0-9a-z]/i.test(char));

describe('isToken (RFC 9110 §5.6.2)', () => {
  it('knows each character that may be in one', () => {
    const allowed = [...Array(256).keys()].map((code) => String.fromCharCode(code)).filter(isToken);
    expect(allowed).toEqual(TCHARS);
    expect(isToken(TCHARS.join(''))).toBe(true);
  });

  it.each(['', ' ', 'a b', 'a,b', 'a;b', 'a=b', '"a"', 'a\n', 'é', 'a/b', 'a(b)', 'a@b'])('refuses %j', (text) => {
    expect(isToken(text)).toBe(false);
  });
});

describe('fields', () => {
  it('are joined where they are repeated', () => {
    const headers = { one: 'a', two: ['b', 'c'] };
    expect([field(headers, 'one'), field(headers, 'two'), field(headers, 'none')]).toEqual(['a', 'b, c', undefined]);
  });

  it('are counted whatever their case, and not by their values', () => {
    const raw = ['Host', 'host', 'HOST', 'b', 'X-Host', 'c', 'accept', 'Host'];
    expect([countField(raw, 'host'), countField(raw, 'accept'), countField(raw, 'origin')]).toEqual([2, 1, 0]);
  });
});

describe('lists (RFC 9110 §5.6.1)', () => {
  it.each<[value: string, elements: string[]]>([
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    [' a ,\tb\t', ['a', 'b']],
    [',a,, ,b,', ['a', 'b']],
    ['', []],
    [' , ', []],
  ])('%j has %j', (value, elements) => {
    expect(listElements(value)).toEqual(elements);
  });

  it('have a token whatever its case, and whole', () => {
    expect(hasToken('keep-alive, Upgrade', 'upgrade')).toBe(true);
    expect(hasToken('WebSocket', 'websocket')).toBe(true);
    expect([undefined, '', 'upgraded', 'not upgrade', 'up,grade'].map((value) => hasToken(value, 'upgrade'))).toEqual(
      Array(5).fill(false),
    );
  });
});

describe('extensions (§9.1)', () => {
  it.each<[value: string, offers: [name: string, ...parameters: [string, string?][]][]]>([
    ['foo', [['foo']]],
    ['foo, bar; baz=2', [['foo'], ['bar', ['baz', '2']]]],
    ['deflate-stream', [['deflate-stream']]],
    [
      'mux; max-channels=4; flow-control, deflate-stream',
      [['mux', ['max-channels', '4'], ['flow-control']], ['deflate-stream']],
    ],
    ['a;b="c"', [['a', ['b', 'c']]]],
    ['a; b="\\c\\d"', [['a', ['b', 'cd']]]],
    [' a\t;\tb = c ; d\t=\t"e" , f ', [['a', ['b', 'c'], ['d', 'e']], ['f']]],
    ['a; b; b=1; b=2', [['a', ['b'], ['b', '1'], ['b', '2']]]],
    [',, a,,b ,', [['a'], ['b']]],
    ['a, a', [['a'], ['a']]],
  ])('%j is read', (value, offers) => {
    const expected = offers.map(([name, ...parameters]) => ({
      name,
      parameters: parameters.map(([key, text]) => [key, text]),
    }));
    expect(parseExtensions(value)).toEqual(expected);
  });

  it.each([
    '',
    ' ',
    ',',
    ' , ,',
    ';',
    'a;',
    'a; ;b',
    'a;=1',
    'a; b=',
    'a; b==1',
    'a b',
    'a; b c',
    'a; b=1 2',
    '"a"',
    'a="b"',
    'a=b',
    'a; b="c',
    'a; b=c"',
    'a; b=""',
    'a; b="c d"',
    'a; b="c,d"',
    'a; b="c;d"',
    'a; b="\\"',
    'a; b="\\""',
    'a; b="é"',
    'é',
    'a, b;',
    'a\n',
    'a; b=(c)',
    'a/b',
  ])('%j breaks the grammar', (value) => {
    expect(parseExtensions(value)).toBeUndefined();
  });

  it('are written as they are read', () => {
    const token = fc.array(fc.constantFrom(...TCHARS), { minLength: 1, maxLength: 5 }).map((chars) => chars.join(''));
    const parameter = fc.tuple(token, fc.option(token, { nil: undefined }));
    const offer: fc.Arbitrary<ExtensionOffer> = fc.record({
      name: token,
      parameters: fc.array(parameter, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(offer, { minLength: 1, maxLength: 4 }), (offers) => {
        expect(parseExtensions(formatExtensions(offers))).toEqual(offers);
      }),
    );
  });

  it.each([
    ['spaces', `a${' '.repeat(50_000)}b`],
    ['semicolons', `a${';b'.repeat(30_000)};`],
    ['an open quote', `a; b="${'\\a'.repeat(30_000)}`],
    ['commas', `${','.repeat(60_000)};`],
  ])('of many %s are refused without delay', (_, value) => {
    // A pattern that backtracks in the square of the length would run into the time limit.
    expect(parseExtensions(value)).toBeUndefined();
  });
});
