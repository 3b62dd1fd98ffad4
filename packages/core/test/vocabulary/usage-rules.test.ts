// Every mistake of a caller that is noticed left of the line, made once.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { headerLine, openingResponse } from '../../src/handshake/server-handshake.js';
import { USAGE_RULES, type UsageRule } from '../../src/vocabulary/error-codes.js';
import { expectUsageError } from '../support/expectations.js';
import { KEY } from '../support/opening.js';
import { server } from '../support/side.js';

const SOURCES = join(import.meta.dirname, '../../src');
const LEFT = ['wire', 'extensions', 'protocol', 'handshake'];

const adds =
  (name: string, value = 'x') =>
  () =>
    openingResponse(KEY, { subprotocol: undefined, extension: undefined }, [[name, value]]);
const MISTAKES: Partial<Record<UsageRule, Record<string, () => unknown>>> = {
  WS_USAGE_CLOSE_CODE: {
    'a code of the library': () => server().protocol.close(1006, ''),
    'code 0': () => server().protocol.close(0, ''),
  },
  WS_USAGE_CLOSE_REASON: { '124 bytes': () => server().protocol.close(1000, 'x'.repeat(124)) },
  WS_USAGE_CONTROL_PAYLOAD: { '126 bytes': () => server().protocol.ping(Buffer.alloc(126)) },
  WS_USAGE_HEADER: {
    'a name with a space': () => headerLine('a b', 'x'),
    'a name with a line break': adds('a\r\nb'),
    'no name': adds(''),
    'a value with a line break': adds('a', 'b\r\nc: d'),
    'a value with a NUL': adds('a', '\0'),
    'a value beyond Latin-1': adds('a', '€'),
    'a subprotocol that breaks out': () => openingResponse(KEY, { subprotocol: 'a\r\nb: c', extension: undefined }, []),
    'our upgrade': adds('Upgrade'),
    'our connection': adds('connection'),
    'our accept key': adds('Sec-WebSocket-Accept'),
    'any of our own': adds('sec-websocket-whatever'),
    'a length': adds('Content-Length', '0'),
    'an encoding': adds('transfer-encoding', 'chunked'),
  },
};

/** The rules that the sources left of the line name. */
function rulesOfTheLeft(): string[] {
  const files = LEFT.flatMap((folder) =>
    readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(SOURCES, folder, file)),
  );
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return Object.keys(USAGE_RULES).filter((rule) => text.includes(`'${rule}'`));
}

const CASES = Object.entries(MISTAKES).flatMap(([rule, mistakes]) =>
  Object.entries(mistakes).map(([name, call]) => [rule as UsageRule, name, call] as const),
);

it('has a case for each rule of the left', () => {
  expect(Object.keys(MISTAKES).toSorted()).toEqual(rulesOfTheLeft().toSorted());
});

describe('a mistake is told at the call', () => {
  it.each(CASES)('%s: %s', (rule, _, call) => {
    expectUsageError(call, rule);
  });
});
