// The two headers that make a GET an opening handshake: the key (§4.2.1, §11.3.1) and the version (§4.4, §11.3.5).
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import { type Vector, vectorsOf } from './handshake-vector.js';

const section = '§4.2.1';
const key = (value: string, name: string, says: string, answer: Vector['answer'] = [400]): Vector => {
  return { name, says: `a key ${says} is refused`, change: { set: { 'Sec-WebSocket-Key': value } }, answer };
};

const keys: readonly Vector[] = [
  {
    name: 'missing',
    says: 'a handshake without a key is refused',
    change: { without: ['Sec-WebSocket-Key'] },
    answer: [400],
  },
  key('', 'empty', 'without a value'),
  key('AAAAAAAAAAAAAAAAAAAA', '15-bytes', 'of 15 bytes'),
  key('AAAAAAAAAAAAAAAAAAAAAAA=', '17-bytes', 'of 17 bytes'),
  key('AAAAAAAAAAAAAAAAAAAAAAAA', '18-bytes', 'of 18 bytes'),
  key('AA==', '1-byte', 'of one byte'),
  key(Buffer.alloc(32).toString('base64'), '32-bytes', 'of 32 bytes'),
  key('A'.repeat(1000), 'long', 'of 1,000 letters'),
  key('AAAAAAAAAAAAAAAAAAAAAA', 'no-padding', 'without its padding'),
  key('AAAAAAAAAAAAAAAAAAAAAA=', 'half-padding', 'with half its padding'),
  key('AAAAAAAAAAAAAAAAAAAAAA===', 'more-padding', 'with more padding'),
  key('AAAA AAAAAAAAAAAAAAAAAA==', 'blank-inside', 'with a blank inside'),
  key('-_-_-_-_-_-_-_-_-_-_-w==', 'url-alphabet', 'in the alphabet for URLs'),
  key('!!!!!!!!!!!!!!!!!!!!!!==', 'not-base64', 'that is not base64'),
  key('AAAAAAAAAA=AAAAAAAAAAA==', 'padding-inside', 'with padding inside'),
  key('"AAAAAAAAAAAAAAAAAAAAAA=="', 'quoted', 'in quotes'),
  key('AAAAAAAAAAAAAAAAAAAAAA==, AAAAAAAAAAAAAAAAAAAAAA==', 'list', 'that is a list'),
  key('AAAAAAAAAAAAAAAAAAAAAB==', 'not-canonical', 'whose last bits are not zero', 'either'),
  {
    name: 'twice',
    section: '§11.3.1',
    says: 'a key "MUST NOT appear more than once"',
    change: { add: [['Sec-WebSocket-Key', 'AAAAAAAAAAAAAAAAAAAAAA==']] },
    answer: [400],
  },
];

/** A wrong version is 426 with the right one (§4.4); a value that is no version at all may be 400 as well. */
const version = (value: string, name: string, answer: readonly number[] = [426]): Vector => {
  return {
    name,
    section: '§4.4',
    says: `Sec-WebSocket-Version: "${value}" is refused with ${answer.join(' or ')} and the version that is spoken`,
    change: { set: { 'Sec-WebSocket-Version': value } },
    answer,
    inspect: (response) => {
      check(
        response.tokens('Sec-WebSocket-Version').includes('13'),
        'no Sec-WebSocket-Version: 13 in the refusal (§4.4)',
      );
    },
  };
};

const versions: readonly Vector[] = [
  ...['0', '4', '6', '7', '8', '9', '12', '14', '25', '99', '130', '255'].map((value) => version(value, value)),
  ...(
    [
      ['013', 'leading-zero'],
      ['+13', 'plus'],
      ['-13', 'minus'],
      ['13.0', 'fraction'],
      ['0x0d', 'hexadecimal'],
      ['1 3', 'blank-inside'],
      ['13a', 'letter-after'],
      ['a13', 'letter-before'],
      ['13;', 'semicolon'],
      ['"13"', 'quoted'],
      ['thirteen', 'word'],
      ['', 'empty'],
      ['256', 'above-255'],
      ['1300', 'four-digits'],
      ['13, 8', 'list'],
      ['8, 13', 'list-last'],
      ['13,', 'list-of-one'],
      ['4294967309', '2^32-plus-13'],
    ] as const
  ).map(([value, name]) => version(value, name, [400, 426])),
  {
    name: 'missing',
    says: 'a handshake without a version is refused',
    change: { without: ['Sec-WebSocket-Version'] },
    answer: [400, 426],
  },
  {
    name: 'twice',
    section: '§11.3.5',
    says: 'a version "MUST NOT appear more than once" in a request',
    change: { add: [['Sec-WebSocket-Version', '13']] },
    answer: [400, 426],
  },
  {
    name: 'two',
    section: '§11.3.5',
    says: 'two different versions are refused',
    change: { add: [['Sec-WebSocket-Version', '8']] },
    answer: [400, 426],
  },
];

export const handshakeKeyVersion: readonly ConformanceCase[] = [
  ...vectorsOf('key', section, keys),
  ...vectorsOf('version', section, versions),
];
