// Fragments in an order that §5.4 forbids.
import type { ConformanceCase } from '../../conformance-case.js';
import { binary, continuation, ping, text } from '../../wire/client-frame.js';
import { echoes, echoesBinary, fails, pongs, script } from '../script.js';

const section = '§5.4';
const starters = { text, binary };

const broken = Object.entries(starters).flatMap(([outer, open]) => [
  ...Object.entries(starters).flatMap(([inner, start]) =>
    [true, false].map((final) =>
      script({
        id: `fragments.${inner}-inside-${outer}.${final ? 'final' : 'not-final'}`,
        section,
        says: `a new ${inner} frame inside a ${outer} message fails: "fragments of one message MUST NOT be interleaved"`,
        send: [open('a', { final: false }), start('b', { final })],
        expect: [fails(1002)],
      }),
    ),
  ),
  script({
    id: `fragments.continuation-after-${outer}`,
    section,
    says: `a continuation after a whole ${outer} message fails`,
    send: [open('a'), continuation('b')],
    expect: [outer === 'text' ? echoes('a') : echoesBinary('a'), fails(1002)],
  }),
  script({
    id: `fragments.continuation-after-fragmented-${outer}`,
    section,
    says: `a continuation after the final fragment of a ${outer} message fails`,
    send: [open('a', { final: false }), continuation('b'), continuation('c')],
    expect: [outer === 'text' ? echoes('ab') : echoesBinary('ab'), fails(1002)],
  }),
]);

const brokenMore = [
  script({
    id: 'fragments.empty-continuation-of-nothing',
    section,
    says: 'an empty continuation of nothing fails too',
    send: [continuation('')],
    expect: [fails(1002)],
  }),
  script({
    id: 'fragments.continuation-after-ping',
    section,
    says: 'a ping starts no message: a continuation after it fails',
    send: [ping('a'), continuation('b')],
    expect: [pongs('a'), fails(1002)],
  }),
  script({
    id: 'fragments.abandoned',
    section,
    says: 'a message that is abandoned by a new one is never delivered',
    send: [text('abandoned', { final: false }), ping('x'), text('new')],
    expect: [pongs('x'), fails(1002)],
  }),
];

export const brokenFragments: readonly ConformanceCase[] = [...broken, ...brokenMore];
