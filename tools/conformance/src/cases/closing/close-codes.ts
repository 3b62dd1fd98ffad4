// What a Close frame says: codes (§7.4) and reasons (§5.5.1).
import type { ConformanceCase } from '../../conformance-case.js';
import { close, hex } from '../../wire/client-frame.js';
import { closes, fails, script } from '../script.js';

const section = '§5.5.1';

const badReason = hex('ce ba e1 bd b9 cf 83 ce bc ce b5 ed a0 80 65 64 69 74 65 64');
const reason = script({
  id: '7.5.1',
  section,
  says: 'a reason that is not UTF-8 fails',
  send: [close(1000, badReason)],
  expect: [fails(1002, 1007)],
});

/** Chapters 7.7 and 7.9, as Autobahn lists and judges them. */
const validCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
const invalidCodes = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
const codes = [
  ...validCodes.map((code, at) =>
    script({
      id: `7.7.${at + 1}`,
      section: '§7.4.1',
      says: `${code} is a legal code`,
      send: [close(code)],
      expect: [closes(code, 1000)],
    }),
  ),
  ...invalidCodes.map((code, at) =>
    script({
      id: `7.9.${at + 1}`,
      section: '§7.4.1',
      says: `${code} is not a legal code`,
      send: [close(code)],
      expect: [fails(1002)],
    }),
  ),
  ...[5000, 65535].map((code, at) =>
    script({
      id: `7.13.${at + 1}`,
      section: '§7.4.2',
      says: `${code} is out of range`,
      send: [close(code)],
      expect: [fails(1002)],
    }),
  ),
];

/** §5.5.1: "the endpoint typically echos the status code it received". */
const echoed = [...validCodes, 1012, 1013, 1014, 3001, 4242].map((code) =>
  script({
    id: `close.echo.${code}`,
    section,
    says: `${code} is echoed`,
    send: [close(code, 'why not')],
    expect: [closes(code)],
  }),
);

/** §7.4.2: what is neither defined, nor registered, nor private. */
const moreInvalid = [
  1, 100, 500, 998, 1015, 1017, 1018, 1020, 1099, 1500, 1999, 2001, 2500, 2998, 5001, 9999, 32768, 65534,
];
const refused = [
  ...moreInvalid.map((code) =>
    script({
      id: `close.refused.${code}`,
      section: '§7.4',
      says: `${code} must not be sent`,
      send: [close(code)],
      expect: [fails(1002)],
    }),
  ),
  ...[1005, 1006, 1015].map((code) =>
    script({
      id: `close.refused.${code}.with-reason`,
      section: '§7.4.1',
      says: `${code} "MUST NOT be set as a status code in a Close control frame", with a reason either`,
      send: [close(code, 'reason')],
      expect: [fails(1002)],
    }),
  ),
];

/** §5.5.1: "UTF-8-encoded data". */
const badReasons: readonly (readonly [name: string, bytes: string])[] = [
  ['continuation-byte', '80'],
  ['impossible-byte', 'ff'],
  ['overlong-slash', 'c0 af'],
  ['overlong-3', 'e0 80 af'],
  ['surrogate', 'ed a0 80'],
  ['surrogate-pair', 'ed a0 80 ed b0 80'],
  ['above-10ffff', 'f4 90 80 80'],
  ['truncated-2', '61 62 c3'],
  ['truncated-3', '61 62 e2 82'],
  ['truncated-4', 'f0 9f 98'],
  ['after-good-text', '67 6f 6f 64 fe'],
];
const reasons = [
  ...badReasons.map(([name, bytes]) =>
    script({
      id: `close.reason.${name}`,
      section,
      says: `a reason of ${bytes} fails with 1007`,
      send: [close(1000, hex(bytes))],
      expect: [fails(1007)],
    }),
  ),
  ...['é'.repeat(61), '€'.repeat(41), '😀'.repeat(30), '\0', '\u{feff}bye', '\u{10ffff}'].map((good, at) =>
    script({
      id: `close.reason.good-${at + 1}`,
      section,
      says: 'a reason in UTF-8 is legal',
      send: [close(1000, good)],
      expect: [closes(1000)],
    }),
  ),
  ...[1, 2, 60, 122].map((length) =>
    script({
      id: `close.reason.${length}-bytes`,
      section,
      says: `a reason of ${length} bytes is legal`,
      send: [close(3000, 'r'.repeat(length))],
      expect: [closes(3000)],
    }),
  ),
];

export const closeCodes: readonly ConformanceCase[] = [reason, ...codes, ...echoed, ...refused, ...reasons];
