// Markus Kuhn's "UTF-8 decoder capability and stress test", in the numbering of the Autobahn test suite (6.5 to 6.23).
import { hex } from '../../wire/client-frame.js';

export interface Sequence {
  readonly id: string;
  readonly about: string;
  readonly bytes: Buffer;
  readonly valid: boolean;
}

const kosme = hex('ceba e1bdb9 cf83 cebc ceb5');
const around = (middle: string) => Buffer.concat([Buffer.from('hello'), hex(middle), Buffer.from('world')]);
const range = (first: number, end: number) => Array.from({ length: end - first }, (_, at) => first + at);

/** Each byte followed by a blank. */
const lonely = (first: number, end: number) => Buffer.from(range(first, end).flatMap((byte) => [byte, 0x20]));
const missingLast = [
  'c0',
  'e080',
  'f08080',
  'f8808080',
  'fc80808080',
  'df',
  'efbf',
  'f7bfbf',
  'fbbfbfbf',
  'fdbfbfbfbf',
];

/** U+nFFFE and U+nFFFF of all planes above the first. */
const nonCharacters = range(1, 17).flatMap((plane) =>
  [0xfffe, 0xffff].map((low) => Buffer.from(String.fromCodePoint(plane * 0x10000 + low)).toString('hex')),
);

type Chapter = readonly [
  about: string,
  valid: boolean | ((at: number) => boolean),
  sequences: readonly (string | Buffer)[],
];

/** The first is chapter 6.5. */
const chapters: readonly Chapter[] = [
  ['valid sequences', true, [around('24'), around('c2a2'), around('e282ac'), around('f0a4ada2'), kosme]],
  [
    'all prefixes of a valid text',
    // The text has characters of 2, 3, 2, 2 and 2 bytes: the prefixes that end between two of them are valid.
    (at) => [2, 5, 7, 9, 11].includes(at + 1),
    range(1, 12).map((length) => kosme.subarray(0, length)),
  ],
  ['first sequence of a length', true, ['00', 'c280', 'e0a080', 'f0908080']],
  ['first sequence of 5 or 6 bytes', false, ['f888808080', 'fc8480808080']],
  ['last sequence of a length', true, ['7f', 'dfbf', 'efbfbf', 'f48fbfbf']],
  ['last sequence of 4, 5 or 6 bytes', false, ['f7bfbfbf', 'fbbfbfbfbf', 'fdbfbfbfbfbf']],
  ['other boundaries', (at) => at < 4, ['ed9fbf', 'ee8080', 'efbfbd', 'f48fbfbf', 'f4908080']],
  [
    'unexpected continuation bytes',
    false,
    ['80', 'bf', '80bf', '80bf80', '80bf80bf', '80bf80bf80', '80bf80bf80bf', Buffer.from(range(0x80, 0xbf))],
  ],
  [
    'lonely start bytes',
    false,
    [lonely(0xc0, 0xdf), lonely(0xe0, 0xef), lonely(0xf0, 0xf7), lonely(0xf8, 0xfb), lonely(0xfc, 0xfd)],
  ],
  ['last continuation byte missing', false, missingLast],
  ['incomplete sequences in a row', false, [missingLast.join('')]],
  ['impossible bytes', false, ['fe', 'ff', 'fefeffff']],
  ['overlong "/"', false, ['c0af', 'e080af', 'f08080af', 'f8808080af', 'fc80808080af']],
  ['longest overlong', false, ['c1bf', 'e09fbf', 'f08fbfbf', 'f887bfbfbf', 'fc83bfbfbfbf']],
  ['overlong NUL', false, ['c080', 'e08080', 'f0808080', 'f880808080', 'fc8080808080']],
  ['single surrogates', false, ['eda080', 'edadbf', 'edae80', 'edafbf', 'edb080', 'edbe80', 'edbfbf']],
  [
    'paired surrogates',
    false,
    ['eda080', 'edadbf', 'edae80', 'edafbf'].flatMap((high) => ['edb080', 'edbfbf'].map((low) => high + low)),
  ],
  ['non-characters, which are valid', true, ['efbfbe', 'efbfbf', ...nonCharacters]],
  ['specials', true, ['efbfb9', 'efbfba', 'efbfbb', 'efbfbc', 'efbfbd', 'efbfbe', 'efbfbf']],
];

/** All sequences; the judgement is data, not computed by a decoder that may share the server's mistakes. */
export const sequences: readonly Sequence[] = chapters.flatMap(([about, valid, bytes], chapter) =>
  bytes.map((sequence, at): Sequence => {
    return {
      id: `6.${chapter + 5}.${at + 1}`,
      about,
      bytes: typeof sequence === 'string' ? hex(sequence) : sequence,
      valid: typeof valid === 'boolean' ? valid : valid(at),
    };
  }),
);
