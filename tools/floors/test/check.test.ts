import { check } from '../src/check.js';
import { limits } from '../src/house.js';
import { format } from '../src/violation.js';

const core = { name: '@ws4ts/core', exports: { '.': { '@ws4ts/source': './src/index.ts' } } };

/** What the rules say about a house of these files: code by path, manifests as objects. */
function said(files: Record<string, string | object>): string[] {
  const house = { 'package.json': { name: 'ws4ts' }, 'packages/core/package.json': core, ...files };
  const texts = Object.entries(house).map(
    ([path, file]) => [path, typeof file === 'string' ? file : JSON.stringify(file)] as const,
  );
  return check(new Map(texts)).map(format);
}

/** The same, for files of core's `src`. */
function saidInCore(files: Record<string, string>): string[] {
  return said(Object.fromEntries(Object.entries(files).map(([path, text]) => [`packages/core/src/${path}`, text])));
}

test('a house that keeps the rules is silent', () => {
  const files = {
    'index.ts': "export * from './protocol/protocol.js'; export * from './client/dial.js';",
    'vocabulary/errors.ts': 'export class WebSocketError extends Error {}',
    'wire/mask.ts': "import { randomFillSync } from 'node:crypto'; import '../vocabulary/errors.js';",
    'wire/frame-parser.ts': "import './mask.js';",
    'protocol/protocol.ts': "import '../wire/frame-parser.js';",
    'client/dial.ts':
      "import net from 'node:net'; export async function dial() { await 1; setTimeout(() => net, Date.now()); }",
    'server/accept.ts': "import '../protocol/protocol.js';",
    'testing/pair.ts': "import '../client/dial.js'; import '../server/accept.js';",
  };
  expect(saidInCore(files)).toEqual([]);
});

describe('floors', () => {
  test.each([
    ["\nimport '../protocol/protocol.js';", 2],
    ["import type { Protocol } from '../protocol/protocol.js';", 1],
    ["export * from '../protocol/protocol.js';", 1],
    ["type Parser = import('../protocol/protocol.js').Parser;", 1],
    ["import parser = require('../protocol/protocol.js');", 1],
  ])('a lower floor may not import a higher one by %j', (text, line) => {
    expect(saidInCore({ 'wire/mask.ts': text, 'protocol/protocol.ts': '' })).toEqual([
      `packages/core/src/wire/mask.ts:${line} floors: wire may not import protocol, which is above it`,
    ]);
  });

  test('two folders on one floor know nothing of each other', () => {
    const files = {
      'client/a.ts': "await import('../server/b.js');",
      'server/b.ts': '',
      'server/c.ts': "import '../client/a.js';",
    };
    expect(saidInCore(files)).toEqual([
      'packages/core/src/client/a.ts:1 floors: client may not import server, which is beside it',
      'packages/core/src/server/c.ts:1 floors: server may not import client, which is beside it',
    ]);
  });

  test('nobody imports an entry', () => {
    expect(saidInCore({ 'testing/pair.ts': "import '../index.js';", 'index.ts': '' })).toEqual([
      'packages/core/src/testing/pair.ts:1 floors: nobody imports "src/index.ts": take the name from the file that owns it',
    ]);
  });

  test('every folder and every file beside them is in the table', () => {
    expect(saidInCore({ 'attic/a.ts': '', 'other.ts': '' })).toEqual([
      'packages/core/src/attic/a.ts:1 floors: "src/attic/a.ts" has no floor in the table',
      'packages/core/src/other.ts:1 floors: "src/other.ts" has no floor in the table',
    ]);
  });
});

describe('line', () => {
  test.each([
    ["import 'node:net';", '"node:net" may not be imported left of the line'],
    ["import type { Duplex } from 'stream';", '"stream" may not be imported left of the line'],
    ["process.getBuiltinModule('node:net');", '"node:net" may not be imported left of the line'],
    ['process.getBuiltinModule(name);', '"process" may not be used left of the line: the protocol does no I/O'],
    ['setTimeout(f, 1);', '"setTimeout" may not be used left of the line: timers live right of the line'],
    ['queueMicrotask(f);', '"queueMicrotask" may not be used left of the line: timers live right of the line'],
    ['process.nextTick(f);', '"process" may not be used left of the line: the protocol does no I/O'],
    ['let x: Promise<void>;', '"Promise" may not be used left of the line: the protocol answers at once'],
    ['Date.now();', '"Date" may not be used left of the line: the protocol knows no clock'],
    ['performance.now();', '"performance" may not be used left of the line: the protocol knows no clock'],
    [
      'Math.random();',
      '"Math.random" may not be used left of the line: the masking key is the only random thing, and node:crypto makes it',
    ],
    ['async () => {};', 'async and await may not be used left of the line: the protocol answers at once'],
    ['for await (const x of y);', 'async and await may not be used left of the line: the protocol answers at once'],
  ])('%s', (text, sentence) => {
    const handshake = `\n${text}`;
    expect(saidInCore({ 'handshake/accept-key.ts': handshake, 'connection/outbox.ts': text })).toEqual([
      `packages/core/src/handshake/accept-key.ts:2 line: ${sentence}`,
    ]);
  });

  test('what may be imported may be asked for later', () => {
    expect(saidInCore({ 'wire/a.ts': "process.getBuiltinModule('node:crypto').randomBytes(1);" })).toEqual([]);
  });

  test('a member that is called like a global is none', () => {
    const text =
      'class A { process() { return Math.floor(this.Date); } Date = 1; } interface B { fetch: 1 } const c = { console: 1 };';
    expect(saidInCore({ 'wire/a.ts': text })).toEqual([]);
  });
});

describe('cycles', () => {
  test('a cycle is told once, and type imports count', () => {
    const files = {
      'wire/a.ts': "import type { B } from './b.js';",
      'wire/b.ts': "import './c.js';",
      'wire/c.ts': "\nimport './a.js';",
    };
    expect(saidInCore(files)).toEqual([
      'packages/core/src/wire/a.ts:1 cycles: the imports lead back here: packages/core/src/wire/a.ts → packages/core/src/wire/b.ts → packages/core/src/wire/c.ts → packages/core/src/wire/a.ts',
    ]);
  });

  test('a way through a package name leads back too, in tests as well', () => {
    const files = {
      'packages/core/src/index.ts': "export * from './client/dial.js';",
      'packages/core/src/client/dial.ts': "import '@ws4ts/core';",
      'packages/core/test/a.ts': "import './a.js';",
    };
    expect(said(files).map((line) => line.slice(0, line.lastIndexOf(':')))).toEqual([
      'packages/core/src/index.ts:1 cycles: the imports lead back here',
      'packages/core/test/a.ts:1 cycles: the imports lead back here',
    ]);
  });
});

describe('declarations', () => {
  const http = { name: '@ws4ts/http', dependencies: { '@ws4ts/core': '0.1.0' }, devDependencies: { ws: '8' } };

  test('the direction between packages is the table, in code and in manifests', () => {
    const files = {
      'packages/http/package.json': http,
      'packages/http/src/a.ts': "import '@ws4ts/core'; import '@ws4ts/koa/x';",
      'packages/koa/package.json': {
        name: '@ws4ts/koa',
        dependencies: { '@ws4ts/http': '0.1.0', '@ws4ts/nest': '0.1.0' },
      },
      'packages/nest/package.json': { name: '@ws4ts/nest' },
    };
    expect(said(files)).toEqual([
      'packages/http/src/a.ts:1 declarations: "@ws4ts/http" may not import "@ws4ts/koa"',
      'packages/koa/package.json:1 declarations: "@ws4ts/koa" may not depend on "@ws4ts/nest"',
    ]);
  });

  test('an import is declared: by src among the dependencies, by tests anywhere', () => {
    const files = {
      'package.json': { name: 'ws4ts', devDependencies: { 'fast-check': '4' } },
      'packages/http/package.json': http,
      'packages/http/src/a.ts': "import 'ws/sub'; import 'fast-check';",
      'packages/http/test/a.test.ts': "import 'ws'; import 'fast-check'; import '@ws4ts/contract'; import 'node:net';",
      'tools/contract/package.json': { name: '@ws4ts/contract' },
      'tools/contract/src/a.ts': "import 'fast-check'; import '@ws4ts/http';",
    };
    expect(said(files)).toEqual([
      'packages/http/src/a.ts:1 declarations: "ws" is not declared in packages/http/package.json',
      'packages/http/src/a.ts:1 declarations: "fast-check" is not declared in packages/http/package.json',
      'packages/http/test/a.test.ts:1 declarations: "@ws4ts/contract" is not declared in packages/http/package.json',
      'tools/contract/src/a.ts:1 declarations: "@ws4ts/http" is not declared in tools/contract/package.json',
    ]);
  });

  test('core has no runtime dependency', () => {
    const manifest = '{\n  "name": "@ws4ts/core",\n  "peerDependencies": { "ws": "8" }\n}';
    expect(said({ 'packages/core/package.json': manifest })).toEqual([
      'packages/core/package.json:3 declarations: "@ws4ts/core" may have no runtime dependency, but has "ws"',
    ]);
  });

  test('core may name what users need not install', () => {
    const manifest = `{
      "name": "@ws4ts/core",
      "peerDependencies": { "ws": "8" },
      "peerDependenciesMeta": { "ws": { "optional": true } }
    }`;
    expect(said({ 'packages/core/package.json': manifest })).toEqual([]);
  });

  test('no path leaves the package', () => {
    expect(saidInCore({ 'client/a.ts': "import '../../../http/src/index.js';" })).toEqual([
      'packages/core/src/client/a.ts:1 declarations: "../../../http/src/index.js" leaves the package: import by the package\'s name',
    ]);
  });

  test('a package without a row is refused', () => {
    expect(said({ 'packages/attic/package.json': { name: '@ws4ts/attic' } })).toEqual([
      'packages/attic/package.json:1 declarations: "packages/attic" has no row in the table',
    ]);
  });
});

test.each(['wire/utils.ts', 'wire/frame-types.ts', 'wire/helpers/a.ts', 'wire/mask.common.ts'])('names: %s', (path) => {
  expect(saidInCore({ [path]: '' })).toEqual([expect.stringMatching(/:1 names: "\w+" names nothing: /)]);
});

describe('limits', () => {
  test('a file that is too long', () => {
    const longest = 'let a;\n'.repeat(limits.lines);
    expect(saidInCore({ 'wire/a.ts': longest, 'wire/b.ts': `${longest}let b;` })).toEqual([
      `packages/core/src/wire/b.ts:${limits.lines + 1} limits: ${limits.lines + 1} lines, and ${limits.lines} are the limit`,
    ]);
  });

  test('a test that is too long, and what supports it, but nothing beside the two folders', () => {
    const tooLong = 'let a;\n'.repeat(limits.lines + 1);
    const places = ['test/wire/a.test.ts', 'test/support/b.ts', 'rollup.config.ts'];
    expect(said(Object.fromEntries(places.map((place) => [`packages/core/${place}`, tooLong])))).toEqual(
      ['test/wire/a.test.ts', 'test/support/b.ts'].map(
        (place) =>
          `packages/core/${place}:${limits.lines + 1} limits: ${limits.lines + 1} lines, and ${limits.lines} are the limit`,
      ),
    );
  });

  test('a folder of tests holds as many as it needs', () => {
    const many = Array.from({ length: limits.filesInFolder + 1 }, (_, index) => [
      `packages/core/test/a${index}.ts`,
      '',
    ]);
    expect(said(Object.fromEntries(many))).toEqual([]);
  });

  test('a folder that is too full, its subfolders not counted', () => {
    const full = Array.from({ length: limits.filesInFolder }, (_, index) => [`wire/a${index}.ts`, '']);
    const files = { ...Object.fromEntries(full), 'wire/deep/b.ts': '' };
    expect(saidInCore(files)).toEqual([]);
    expect(saidInCore({ ...files, 'wire/c.ts': '' })).toEqual([
      `packages/core/src/wire:1 limits: ${limits.filesInFolder + 1} files in one folder, and ${limits.filesInFolder} are the limit`,
    ]);
  });
});
