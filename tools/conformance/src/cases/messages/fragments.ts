// Messages in fragments (§5.4), with control frames between them.
import type { ConformanceCase } from '../../conformance-case.js';
import {
  close,
  continuation,
  filler,
  fragments as cut,
  hex,
  opcodes,
  ping,
  pong,
  text,
} from '../../wire/client-frame.js';
import { closes, echoes, echoesBinary, type Expected, fails, pongs, script } from '../script.js';

const section = '§5.4';
const ways = ['whole', 'frames', 1] as const;
const hello = text('Hello, world!');
const nothingToContinue = (final: boolean) => continuation('non-continuation payload', { final });
const pair = cut(opcodes.text, ['fragment1', 'fragment2']);

/** Chapter 5. */
const chapter = [
  ...[ping, pong].map((make, at) =>
    script({
      id: `5.${at + 1}`,
      section: '§5.5',
      says: `a ${at ? 'pong' : 'ping'} in two fragments fails the connection`,
      send: [make('fragment1', { final: false }), continuation('fragment2')],
      expect: [fails(1002)],
    }),
  ),
  ...ways.map((way, at) =>
    script({
      id: `5.${at + 3}`,
      section,
      says: `text in two fragments comes back (cut: ${way})`,
      send: pair,
      cut: way,
      expect: [echoes('fragment1fragment2')],
    }),
  ),
  ...ways.map((way, at) =>
    script({
      id: `5.${at + 6}`,
      section,
      says: `a ping between two fragments is answered before the message comes back (cut: ${way})`,
      send: [text('fragment1', { final: false }), ping('ping payload'), continuation('fragment2')],
      cut: way,
      expect: [pongs('ping payload'), echoes('fragment1fragment2')],
    }),
  ),
  ...[true, false].flatMap((final) =>
    ways.map((way, at) =>
      script({
        id: `5.${at + (final ? 9 : 12)}`,
        section,
        says: `a ${final ? 'final' : 'first'} continuation of nothing fails; the text after it does not come back (cut: ${way})`,
        send: [nothingToContinue(final), hello],
        cut: way,
        expect: [fails(1002)],
      }),
    ),
  ),
  script({
    id: '5.15',
    section,
    says: 'after a fragmented text that comes back, a continuation of nothing fails',
    send: [...pair, continuation('fragment3', { final: false }), text('fragment4')],
    expect: [echoes('fragment1fragment2'), fails(1002)],
  }),
  ...[false, true].map((final, at) =>
    script({
      id: `5.${at + 16}`,
      section,
      says: `a ${final ? 'final ' : ''}continuation of nothing before a fragmented text fails`,
      send: [1, 2].flatMap(() => [
        continuation('fragment1', { final }),
        text('fragment2', { final: false }),
        continuation('fragment3'),
      ]),
      expect: [fails(1002)],
    }),
  ),
  script({
    id: '5.18',
    section,
    says: 'a second fragment with the opcode of text fails',
    send: [text('fragment1', { final: false }), text('fragment2')],
    expect: [fails(1002)],
  }),
];

/** 5.19 and 5.20: the second half is sent when the first pong has come. */
const pingsAtOnce = ([false, true] as const).map((apart, at): ConformanceCase => {
  return {
    id: `5.${at + 19}`,
    section: '§5.5.2',
    says: `pings inside a fragmented message are answered at once${apart ? ', each frame by itself' : ''}`,
    async run(server) {
      const peer = await server.open();
      const parts = cut(opcodes.text, ['fragment1', 'fragment2', 'fragment3', 'fragment4', 'fragment5']);
      const half = async (payload: string, before: Uint8Array[], after: Uint8Array[]) => {
        const all = [...before, ping(payload), ...after];
        await peer.sendApart(apart ? all : [Buffer.concat(all)]);
        await peer.expectPong(Buffer.from(payload));
      };
      await half('pongme 1!', parts.slice(0, 2), []);
      await half('pongme 2!', parts.slice(2, 4), parts.slice(4));
      await peer.expectMessage(opcodes.text, Buffer.from('fragment1fragment2fragment3fragment4fragment5'));
      await peer.closeCleanly();
    },
  };
});

const legal = (name: string, says: string, send: readonly Uint8Array[], expect: readonly Expected[]) =>
  script({ id: `fragments.${name}`, section, says, send, expect });

const part = (size: number, at: number) => Buffer.alloc(size, 0x61 + (at % 26));
const many = (count: number, size: number) => Array.from({ length: count }, (_, at) => part(size, at));

const legalOnes = [
  legal('empty-first', 'an empty first fragment is legal', cut(1, ['', 'abc']), [echoes('abc')]),
  legal('empty-last', 'an empty last fragment is legal', cut(1, ['abc', '']), [echoes('abc')]),
  legal('empty-middle', 'an empty fragment inside is legal', cut(1, ['ab', '', 'c']), [echoes('abc')]),
  legal('all-empty', 'a message of empty fragments is an empty message', cut(2, ['', '', '', '']), [echoesBinary('')]),
  legal('binary', 'binary in fragments comes back as binary', cut(2, [hex('ff'), hex('fe')]), [
    echoesBinary(hex('fffe')),
  ]),
  legal(
    'three-messages',
    'each message starts anew',
    [...pair, ...cut(2, ['x', 'y']), ...pair],
    [echoes('fragment1fragment2'), echoesBinary('xy'), echoes('fragment1fragment2')],
  ),
  legal(
    'whole-after',
    'a whole message follows a fragmented one',
    [...pair, hello],
    [echoes('fragment1fragment2'), echoes('Hello, world!')],
  ),
  legal('1000-of-1', '1,000 fragments of one byte', cut(1, many(1000, 1)), [echoes(Buffer.concat(many(1000, 1)))]),
  legal('100-of-1000', '100 fragments of 1,000 bytes', cut(2, many(100, 1000)), [
    echoesBinary(Buffer.concat(many(100, 1000))),
  ]),
  legal(
    'growing',
    'fragments with every form of length',
    cut(2, [part(5, 0), part(125, 1), part(126, 2), part(65535, 3), part(65536, 4), part(0, 5)]),
    [echoesBinary(Buffer.concat([part(5, 0), part(125, 1), part(126, 2), part(65535, 3), part(65536, 4)]))],
  ),
  legal(
    'pong-inside',
    'an unasked pong inside a message is ignored',
    [pair[0], pong('x'), pair[1]].filter((x) => !!x),
    [echoes('fragment1fragment2')],
  ),
  legal(
    'ping-in-each-gap',
    'pings in every gap are answered in order, before the message',
    cut(1, ['a', 'b', 'c', 'd']).flatMap((fragment, at) => [ping(`gap ${at}`), fragment]),
    [pongs('gap 0'), pongs('gap 1'), pongs('gap 2'), pongs('gap 3'), echoes('abcd')],
  ),
  legal(
    'close-inside',
    'a close frame inside a message is answered: the rest of the message never comes',
    [text('a', { final: false }), close(1000)],
    [closes(1000)],
  ),
];

const nothingBeforeTheEnd: ConformanceCase = {
  id: 'fragments.nothing-before-the-end',
  section,
  says: 'no part of a message is delivered before its final fragment',
  async run(server) {
    const peer = await server.open();
    for (const fragment of cut(opcodes.text, ['a', 'b', 'c', 'd', 'e']).slice(0, 4)) {
      peer.send(fragment);
      await peer.sync();
    }
    peer.send(continuation('e'));
    await peer.expectMessage(opcodes.text, Buffer.from('abcde'));
    await peer.closeCleanly();
  },
};

/** Legal, and what a limit on the number of fragments gets wrong. */
const countless = [16_384, 65_537].map((count) =>
  script({
    id: `fragments.${count}-of-64`,
    section,
    says: `${count} fragments of 64 bytes are one legal message`,
    needs: ({ maxMessageSize }) =>
      maxMessageSize < count * 64 ? `the server takes ${maxMessageSize} bytes only` : undefined,
    send: cut(opcodes.binary, many(count, 64)),
    expect: [echoesBinary(Buffer.concat(many(count, 64)))],
    timeout: 60_000,
  }),
);

const filled = [1, 3, 7, 1000].map((size) =>
  script({
    id: `fragments.30000-bytes-by-${size}`,
    section,
    says: `30,000 bytes in fragments of ${size} come back`,
    send: cut(
      opcodes.text,
      Array.from({ length: Math.ceil(30_000 / size) }, (_, at) => filler(30_000).subarray(at * size, (at + 1) * size)),
    ),
    expect: [echoes(filler(30_000))],
  }),
);

export const fragments: readonly ConformanceCase[] = [
  ...chapter,
  ...pingsAtOnce,
  ...legalOnes,
  nothingBeforeTheEnd,
  ...countless,
  ...filled,
];
