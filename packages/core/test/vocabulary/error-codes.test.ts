// Keeps the tables equal to the source: a code that nobody uses is dead, one that no table explains has no meaning.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mayBeSent } from '../../src/vocabulary/close-codes.js';
import { HANDSHAKE_RULES, PROTOCOL_RULES, USAGE_RULES } from '../../src/vocabulary/error-codes.js';

const PACKAGES = join(import.meta.dirname, '../../..');
const TABLES = [
  join('core', 'src', 'vocabulary', 'error-codes.ts'),
  join('nest', 'src', 'messages', 'exception-codes.ts'),
];
/** Of messages with a shape, in the package that has them. */
const EXCEPTIONS = Array.from(
  readFileSync(join(PACKAGES, TABLES[1]!), 'utf8').matchAll(/^ {2}(WS_\w+):/gm),
  ([, code]) => code!,
);
const KNOWN = [...Object.keys({ ...PROTOCOL_RULES, ...HANDSHAKE_RULES, ...USAGE_RULES }), ...EXCEPTIONS, 'WS_CLOSED'];

/** The codes in all packages' sources but the tables themselves. */
function codesInSource(): Set<string> {
  const files = readdirSync(PACKAGES).flatMap((name) =>
    readdirSync(join(PACKAGES, name, 'src'), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(name, 'src', file),
    ),
  );
  const sources = files.filter((file) => file.endsWith('.ts') && !TABLES.includes(file));
  const text = sources.map((file) => readFileSync(join(PACKAGES, file), 'utf8')).join('\n');
  return new Set(Array.from(text.matchAll(/(['"`])(WS_[A-Z0-9_]*)\1/g), ([, , code]) => code!));
}

describe('the error codes', () => {
  const used = codesInSource();

  it('are all used in the source', () => {
    expect(EXCEPTIONS.length).toBeGreaterThan(5);
    expect(KNOWN.filter((code) => !used.has(code))).toEqual([]);
  });

  it('are all in a table', () => {
    expect([...used].filter((code) => !KNOWN.includes(code))).toEqual([]);
  });

  it('are in one table only', () => {
    expect(new Set(KNOWN).size).toBe(KNOWN.length);
  });
});

describe('the sentences', () => {
  const sentences = [...Object.values(PROTOCOL_RULES), ...Object.values(HANDSHAKE_RULES)].map(([, , text]) => text);

  it.each([...sentences, ...Object.values(USAGE_RULES)])(
    '"%s" is lower case, on one line, without a full stop',
    (text) => {
      expect(text).toMatch(/^([a-z]|Sec-)[^\n]*[^.\n]$/);
    },
  );

  it('fit into a close frame', () => {
    const tooLong = Object.values(PROTOCOL_RULES).filter(([, , text]) => Buffer.byteLength(text) > 123);
    expect(tooLong).toEqual([]);
  });

  it('stand beside a section, and a close code or status that may be sent', () => {
    const all = [...Object.values(PROTOCOL_RULES), ...Object.values(HANDSHAKE_RULES)];
    expect(all.filter(([, section]) => !/^(RFC \d+ )?§\d+(\.\d+)*$/.test(section))).toEqual([]);
    expect(Object.values(PROTOCOL_RULES).filter(([closeCode]) => !mayBeSent(closeCode))).toEqual([]);
    expect(Object.values(HANDSHAKE_RULES).filter(([status]) => status < 400 || status > 599)).toEqual([]);
  });
});
