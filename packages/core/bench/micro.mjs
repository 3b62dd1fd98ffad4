// What the inner loops cost by themselves: `npm run bench:micro`, or with words to run only the groups that contain one of
// them, as in `npm run bench:micro -- mask utf8`. The thresholds in src/wire/ that name a bench were found here.
import { bench, do_not_optimize, group, run } from 'mitata';
import { isUtf8 } from 'node:buffer';
import { deflateRawSync } from 'node:zlib';
import { Deflater } from '../dist/extensions/deflate/deflater.js';
import { Inflater } from '../dist/extensions/inflate/inflater.js';
import { FrameParser } from '../dist/wire/frame-parser.js';
import { FrameWriter } from '../dist/wire/frame-writer.js';
import { mask, maskByBytes, maskInto } from '../dist/wire/mask.js';
import { decodeUtf8 } from '../dist/wire/decode-utf8.js';
import { Utf8Validator } from '../dist/wire/utf8.js';

const KiB = 1024;
const FINAL_TEXT = 0x81;
const words = process.argv.slice(2);

function about(name, build) {
  if (words.length === 0 || words.some((word) => name.includes(word))) group(name, build);
}

const sink = {
  isBlocked: false,
  at: 0,
  buffer: Buffer.alloc(64 * KiB),
  reserve: () => sink.buffer,
  commit: (size) => do_not_optimize(size),
  push: (bytes) => do_not_optimize(bytes),
};
const handler = { frameBegan: do_not_optimize, framePayload: (_, start, end) => do_not_optimize(end - start) };

/** What a client sends: the same masked text frame so many times. */
function clientFrames(text, count) {
  const parts = [];
  const collect = {
    ...sink,
    reserve: (size) => (collect.buffer = Buffer.alloc(size)),
    commit: (size) => parts.push(Buffer.from(collect.buffer.subarray(0, size))),
    push: (bytes) => parts.push(Buffer.from(bytes)),
  };
  const writer = new FrameWriter('client', collect);
  for (let i = 0; i < count; i++) writer.writeText(FINAL_TEXT, text);
  return Buffer.concat(parts);
}

about('mask', () => {
  for (const size of [16, 63, 64, 256, 511, 512, 4 * KiB, 64 * KiB]) {
    const bytes = Buffer.alloc(size, 'abc');
    bench(`${size} bytes`, () => mask(bytes, 0, size, 0x37fa213d));
    const copy = Buffer.alloc(size);
    bench(`${size} bytes, then copied`, () => {
      mask(bytes, 0, size, 0x37fa213d);
      do_not_optimize(Buffer.from(bytes.subarray(0, size)));
    });
    bench(`${size} bytes into a copy`, () => maskInto(copy, bytes, 0, size, 0x37fa213d));
    if (size <= 512) bench(`${size} bytes, the plain twin`, () => maskByBytes(bytes, 0, size, 0x37fa213d));
  }
});

about('utf8', () => {
  for (const size of [64, KiB, 64 * KiB]) {
    const phrase = 'Grüße, Ελλάδα, 東京, 🚀; ';
    const text = Buffer.from(phrase.repeat(size / Buffer.byteLength(phrase)).padEnd(size, '.')).subarray(0, size);
    bench(`${size} bytes in one piece`, () => do_not_optimize(new Utf8Validator().write(text, 0, size)));
    bench(`${size} bytes, Node's isUtf8`, () => do_not_optimize(isUtf8(text)));
    bench(`${size} bytes decoded`, () => do_not_optimize(decodeUtf8(text, 0, size)));
    bench(`${size} bytes decoded by Node's toString`, () => do_not_optimize(text.toString('utf8')));
    bench(`${size} bytes, a piece each 61`, () => {
      const validator = new Utf8Validator();
      for (let at = 0; at < size; at += 61) do_not_optimize(validator.write(text, at, Math.min(size, at + 61)));
    });
  }
});

about('parser', () => {
  for (const [size, count] of [
    [20, 64],
    [125, 64],
    [KiB, 32],
    [16 * KiB, 4],
  ]) {
    // Unmasking in place twice gives the same bytes again, so that one buffer serves all the time.
    const frames = clientFrames('x'.repeat(size), count);
    const parser = new FrameParser('server', handler, false);
    bench(`${count} frames of ${size} bytes`, () => parser.receive(frames));
  }
});

about('writer', () => {
  const writer = new FrameWriter('server', sink);
  for (const size of [20, 32, 33, 125, KiB, 16 * KiB]) {
    const text = 'x'.repeat(size);
    const bytes = Buffer.from(text);
    bench(`text of ${size} bytes`, () => writer.writeText(FINAL_TEXT, text));
    bench(`${size} bytes`, () => writer.write(FINAL_TEXT, bytes));
  }
  const client = new FrameWriter('client', sink);
  const text = 'x'.repeat(KiB);
  bench('masked text of 1024 bytes', () => client.writeText(FINAL_TEXT, text));
});

about('deflate', () => {
  const rows = Array.from({ length: 12 }, (_, id) => ({
    id,
    symbol: `S${id}`,
    price: (id * 7919) % 9973,
    side: 'buy',
  }));
  const message = (number) => Buffer.from(JSON.stringify({ type: 'update', number: number * 31, rows }));
  const messages = Array.from({ length: 64 }, (_, number) => message(number));
  for (const level of [1, 6, 9]) {
    const deflater = new Deflater({ windowBits: 15, level, historySize: 4 * KiB });
    let next = 0;
    bench(`1 KiB of JSON with history, level ${level}`, () =>
      do_not_optimize(deflater.deflate(messages[next++ % messages.length])),
    );
  }
  bench('1 KiB of JSON, zlib without history', () => do_not_optimize(deflateRawSync(messages[0])));
  const alone = new Deflater({ windowBits: 15, level: 6, historySize: 0 }).deflate(messages[0]);
  const inflater = new Inflater({ windowBits: 15, takeover: false });
  bench('1 KiB of JSON inflated', () => do_not_optimize(inflater.inflate(alone, KiB * KiB)));
});

await run();
