// Text is UTF-8 (§5.6, §8.1), however it is cut.
import type { ConformanceCase } from '../../conformance-case.js';
import { binary, continuation, fragments, hex, opcodes, ping, pieces, text } from '../../wire/client-frame.js';
import { echoes, echoesBinary, fails, needsMessageSize, pongs, script } from '../script.js';
import { sequences } from './utf8-stress.js';

const section = '§8.1';
const umlauts = 'Hello-µ@ßöäüàá-UTF-8!!';
const kosme = Buffer.from('κόσμε');
const invalid = Buffer.concat([kosme, hex('ed a0 80'), Buffer.from('edited')]);
const octets = (bytes: Uint8Array) => fragments(opcodes.text, pieces(bytes, 1));

/** Chapters 6.1 to 6.3. */
const chapter = [
  script({ id: '6.1.1', section: '§5.6', says: 'an empty text comes back', send: [text('')], expect: [echoes('')] }),
  script({
    id: '6.1.2',
    section: '§5.4',
    says: 'three empty fragments are an empty text',
    send: fragments(1, ['', '', '']),
    expect: [echoes('')],
  }),
  script({
    id: '6.1.3',
    section: '§5.4',
    says: 'empty fragments around a text are legal',
    send: fragments(1, ['', 'middle frame payload', '']),
    expect: [echoes('middle frame payload')],
  }),
  script({ id: '6.2.1', section, says: 'valid text comes back', send: [text(umlauts)], expect: [echoes(umlauts)] }),
  script({
    id: '6.2.2',
    section,
    says: 'text cut between characters comes back',
    send: fragments(1, ['Hello-µ@ßöä', 'üàá-UTF-8!!']),
    expect: [echoes(umlauts)],
  }),
  script({
    id: '6.2.3',
    section,
    says: 'text in fragments of one byte comes back',
    send: octets(Buffer.from(umlauts)),
    expect: [echoes(umlauts)],
  }),
  script({
    id: '6.2.4',
    section,
    says: 'Greek text in fragments of one byte comes back',
    send: octets(kosme),
    expect: [echoes(kosme)],
  }),
  script({ id: '6.3.1', section, says: 'text with a surrogate fails', send: [text(invalid)], expect: [fails(1007)] }),
  script({
    id: '6.3.2',
    section,
    says: 'text with a surrogate in fragments of one byte fails',
    send: octets(invalid),
    expect: [fails(1007)],
  }),
];

const stress = sequences.map(({ id, about, bytes, valid }) =>
  script({
    id,
    section,
    says: `${about}: ${bytes.toString('hex')} ${valid ? 'comes back' : 'fails with 1007'}`,
    send: [text(bytes)],
    expect: [valid ? echoes(bytes) : fails(1007)],
  }),
);

/** Characters of each length, cut inside: legal, because the fragments together are UTF-8. */
const split = ['é', '߿', '€', 'ࠀ', '\uffff', '😀', '\u{10ffff}'].flatMap((character) => {
  const bytes = Buffer.from(character);
  return Array.from({ length: bytes.length - 1 }, (_, at) =>
    script({
      id: `utf8.split.${bytes.toString('hex')}.${at + 1}`,
      section,
      says: `a character may be cut after ${at + 1} of ${bytes.length} bytes, with a ping in the gap`,
      send: [
        text(Buffer.concat([Buffer.from('a'), bytes.subarray(0, at + 1)]), { final: false }),
        ping('gap'),
        continuation(Buffer.concat([bytes.subarray(at + 1), Buffer.from('z')])),
      ],
      expect: [pongs('gap'), echoes(`a${character}z`)],
    }),
  );
});

/** A message that ends inside a character. */
const truncated = ['c3', 'e2', 'e282', 'f0', 'f09f', 'f09f98', '61c3', 'c3a9c3'].flatMap((bytes) => [
  script({
    id: `utf8.truncated.${bytes}`,
    section,
    says: `a text that ends with ${bytes} fails`,
    send: [text(hex(bytes))],
    expect: [fails(1007)],
  }),
  script({
    id: `utf8.truncated.${bytes}.last-fragment-empty`,
    section,
    says: `a text that ends with ${bytes} fails when an empty fragment ends it`,
    send: [text(hex(bytes), { final: false }), continuation('')],
    expect: [fails(1007)],
  }),
]);

const notText = ['ff', 'c0af', 'eda080', 'f4908080', 'c3'].map((bytes) =>
  script({
    id: `utf8.binary.${bytes}`,
    section: '§5.6',
    says: `a binary message is not judged as text: ${bytes} comes back, whole and in fragments`,
    send: [binary(hex(bytes)), ...fragments(opcodes.binary, [hex(bytes), hex(bytes)])],
    expect: [echoesBinary(hex(bytes)), echoesBinary(hex(bytes + bytes))],
  }),
);

const untouched: readonly (readonly [name: string, value: string])[] = [
  ['bom', '\ufeffwith a byte order mark'],
  ['nul', 'a\0b'],
  ['only-nul', '\0\0\0'],
  ['line-ends', 'a\r\nb\nc\rd\u2028e'],
  ['decomposed', 'e\u0301 and \u00e9'],
  ['controls', '\u0001\u0007\u001b[31m\u007f\u0085'],
  ['joined', '👩‍👩‍👧‍👦 🏳️‍🌈'],
  ['right-to-left', 'שלום \u202eabc'],
];

const kept = untouched.map(([name, value]) =>
  script({
    id: `utf8.kept.${name}`,
    section: '§5.6',
    says: `text comes back byte for byte (${name})`,
    send: [text(value)],
    expect: [echoes(value)],
  }),
);

/** Where a fast path over ASCII may lose the place. */
const places = [0, 1, 3, 4, 7, 8, 15, 16, 31, 63, 64, 125, 126, 1023, 4096, 65535, 70_000].flatMap((place) => [
  script({
    id: `utf8.place.${place}.bad`,
    section,
    says: `one bad byte after ${place} good ones fails`,
    needs: needsMessageSize(place + 100),
    send: [text(Buffer.concat([Buffer.alloc(place, 'a'), hex('ff'), Buffer.alloc(20, 'b')]))],
    expect: [fails(1007)],
  }),
  script({
    id: `utf8.place.${place}.good`,
    section,
    says: `one character of four bytes after ${place} of ASCII comes back`,
    needs: needsMessageSize(place + 100),
    send: [text(`${'a'.repeat(place)}😀${'b'.repeat(20)}`)],
    expect: [echoes(`${'a'.repeat(place)}😀${'b'.repeat(20)}`)],
  }),
]);

const anew = [
  script({
    id: 'utf8.second-message',
    section,
    says: 'a good message comes back although the next in the segment is bad',
    send: [text('good'), text(hex('ff'))],
    expect: [echoes('good'), fails(1007)],
  }),
  script({
    id: 'utf8.binary-between',
    section,
    says: 'a binary message that ends inside a character says nothing about the text after it',
    send: [binary(hex('e2 82')), text('ok')],
    expect: [echoesBinary(hex('e2 82')), echoes('ok')],
  }),
];

/** All 1,112,064 scalar values; the numbers between U+D800 and U+DFFF are none. */
const everyCharacter: ConformanceCase = {
  id: 'utf8.every-character',
  section,
  says: 'every Unicode character comes back',
  timeout: 60_000,
  async run(server) {
    const peer = await server.open();
    const step = 0x1000;
    for (let first = 0; first <= 0x10ffff; first += step) {
      const numbers = Array.from({ length: step }, (_, at) => first + at).filter(
        (code) => code < 0xd800 || code > 0xdfff,
      );
      const payload = Buffer.from(String.fromCodePoint(...numbers));
      peer.send(text(payload));
      await peer.expectMessage(opcodes.text, payload);
    }
    await peer.closeCleanly();
  },
};

export const utf8: readonly ConformanceCase[] = [
  ...chapter,
  ...stress,
  ...split,
  ...truncated,
  ...notText,
  ...kept,
  ...places,
  ...anew,
  everyCharacter,
];
