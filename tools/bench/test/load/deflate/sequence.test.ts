import { buildMessages } from '../../../src/load/deflate/messages.js';
import { buildSequence } from '../../../src/load/deflate/sequence.js';
import { Verifier } from '../../../src/load/deflate/verifier.js';
import { unmask } from './unmask.js';

const texts = buildMessages(32);

test.each([9, 12, 15])('it inflates over and over on one connection, with a window of 2^%i bytes', async (bits) => {
  const { batches } = await buildSequence(texts, 8, bits);
  expect(batches.map(({ messages }) => messages)).toEqual([8, 8, 8, 8]);
  const verifier = new Verifier(texts);
  for (let time = 0; time < 3; time++) {
    for (const { sent } of batches) unmask(sent).forEach((payload) => verifier.check(payload));
  }
  expect(verifier.verified).toBe(3 * texts.length);
});

test('every frame is compressed text under a key of its own', async () => {
  const { batches } = await buildSequence(texts, 1, 15);
  expect(batches.map(({ sent }) => sent[0])).toEqual(texts.map(() => 0xc1));
  const keys = batches.map(({ sent }) => sent.readUInt32BE((sent[1]! & 0x7f) < 126 ? 2 : 4));
  expect(new Set(keys).size).toBe(texts.length);
});

test('messages refer to those before them', async () => {
  const { batches } = await buildSequence([texts[0]!, texts[0]!], 1, 15);
  expect(batches[1]!.sent.length).toBeLessThan(batches[0]!.sent.length / 10);
});

test('the reference is what zlib sends, for the whole sequence and once more after it', async () => {
  const { batches, reference } = await buildSequence(texts, 4, 15);
  // A client's frames have a key of four bytes each.
  expect(reference.first).toEqual(batches.map(({ sent }) => sent.length - 4 * 4));
  expect(reference.later).toHaveLength(8);
  // All of 32 messages are within the window, so they are found again.
  reference.later.forEach((bytes, index) => expect(bytes).toBeLessThan(reference.first[index]! / 5));
});

test('batches must fill the sequence, and zlib must know the window', async () => {
  await expect(buildSequence(texts, 5, 15)).rejects.toThrow('32 messages do not make batches of 5');
  await expect(buildSequence(texts, 1, 8)).rejects.toThrow('a window of 2^8 bytes');
});
