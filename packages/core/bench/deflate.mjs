// What the deflate codec costs and saves, beside node:zlib. Build first: `npx tsc -b packages/core`; then
// `node packages/core/bench/deflate.mjs [level]`. Times are medians of rounds, in µs of CPU time a message
// or MB/s of plain data.
import { constants, createDeflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';
import { Deflater } from '../dist/extensions/deflate/deflater.js';
import { Inflater } from '../dist/extensions/inflate/inflater.js';

const CONNECTIONS = 100;
const MESSAGES = 100;
const ROUNDS = 5;
const levels = process.argv[2] === undefined ? [1, 3, 4, 5, 6, 7, 9] : [Number(process.argv[2])];

function random(seed) {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** A feed's message of about `size` bytes: like its neighbours, not the same. */
function feedMessage(number, size = 1024) {
  const next = random(number + 1);
  const rows = [];
  for (let length = 60; length < size;) {
    const symbol = ['AAPL', 'MSFT', 'GOOG', 'AMZN', 'TSLA', 'NVDA'][Math.floor(next() * 6)];
    const price = Math.round(next() * 1e5) / 100;
    rows.push({ symbol, price, volume: Math.floor(next() * 1e6), side: next() < 0.5 ? 'buy' : 'sell' });
    length += JSON.stringify(rows.at(-1)).length + 1;
  }
  return Buffer.from(JSON.stringify({ type: 'quotes', sequence: number, at: 1_700_000_000_000 + number * 137, rows }));
}

/** A page of a chat room's or an interface's JSON: names that repeat, text that does not. */
function chatMessage(number) {
  const next = random(number * 7 + 3);
  const word = () => Math.floor(next() ** 3 * 3000 + 36).toString(36);
  const text = () => Array.from({ length: 18 }, word).join(' ');
  const author = () => ({ id: Math.floor(next() * 1e9), name: word() + word(), isModerator: next() < 0.1 });
  return Buffer.from(
    JSON.stringify(
      Array.from({ length: 7 }, (_, i) => ({ id: number * 7 + i, room: 'lobby', author: author(), text: text() })),
    ),
  );
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/** Median µs of one of `count` steps. */
function time(count, run) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    rounds.push((user + system) / count);
  }
  return median(rounds);
}

async function zlibSizes(messages, windowBits, level) {
  const deflate = createDeflateRaw({ windowBits, level });
  let size = 0;
  deflate.on('data', (piece) => (size += piece.length));
  for (const message of messages) {
    deflate.write(message);
    await new Promise((done) => deflate.flush(constants.Z_SYNC_FLUSH, done));
  }
  return size - messages.length * 4;
}

async function messageTable(name, make, windowBits) {
  const messages = Array.from({ length: MESSAGES }, (_, i) => make(i));
  const plain = messages.reduce((sum, message) => sum + message.length, 0);
  const settings = (level) => ({ windowBits, level, historySize: 1 << windowBits });
  const zlib6 = await zlibSizes(messages, windowBits, 6);
  console.log(
    `\n${name}, ${Math.round(plain / MESSAGES)} bytes, history of ${1 << windowBits}; zlib level 6: ${(zlib6 / plain).toFixed(3)}`,
  );
  console.log('level  size  of zlib 6  in turns µs  alone µs  inflate in turns µs');
  for (const level of levels) {
    const payloads = [];
    const single = new Deflater(settings(level));
    for (const message of messages) payloads.push(single.deflate(message));
    const size = payloads.reduce((sum, payload) => sum + payload.length, 0);
    const deflaters = Array.from({ length: CONNECTIONS }, () => new Deflater(settings(level)));
    const inTurns = time(MESSAGES * CONNECTIONS, () => {
      for (const message of messages) for (const deflater of deflaters) deflater.deflate(message);
    });
    const alone = time(MESSAGES * CONNECTIONS, () => {
      for (const deflater of deflaters) for (const message of messages) deflater.deflate(message);
    });
    const inflating = time(MESSAGES * CONNECTIONS, () => {
      const inflaters = deflaters.map(() => new Inflater({ windowBits, takeover: true }));
      for (const payload of payloads) for (const inflater of inflaters) inflater.inflate(payload, 1 << 20);
    });
    const cells = [
      (size / plain).toFixed(3),
      (size / zlib6).toFixed(3),
      inTurns.toFixed(1),
      alone.toFixed(1),
      inflating.toFixed(1),
    ];
    console.log(
      `${level}      ${cells[0]} ${cells[1]}      ${cells[2].padStart(6)}       ${cells[3].padStart(6)}    ${cells[4].padStart(6)}`,
    );
  }
  const sync = time(MESSAGES, () => messages.forEach((message) => deflateRawSync(message, { windowBits, level: 6 })));
  const raw = messages.map((message) => deflateRawSync(message, { windowBits }));
  const back = time(MESSAGES, () => raw.forEach((payload) => inflateRawSync(payload, { windowBits })));
  console.log(`zlib, sync, without takeover: deflate ${sync.toFixed(1)} µs, inflate ${back.toFixed(1)} µs`);
}

function largeTable() {
  const parts = [];
  for (let i = 0, size = 0; size < 1 << 20; i++)
    size += parts[parts.push(i & 1 ? chatMessage(i) : feedMessage(i)) - 1].length;
  const message = Buffer.concat(parts);
  console.log(`\n${message.length} bytes at once\nlevel  size  of zlib  deflate MB/s  zlib  inflate MB/s  zlib`);
  for (const level of levels) {
    const deflater = new Deflater({ windowBits: 15, level, historySize: 0 });
    const inflater = new Inflater({ windowBits: 15, takeover: false });
    const payload = deflater.deflate(message);
    const theirs = deflateRawSync(message, { level });
    const speeds = [
      () => deflater.deflate(message),
      () => deflateRawSync(message, { level }),
      () => inflater.inflate(payload, 1 << 24),
      () => inflateRawSync(theirs),
    ].map((run) => (message.length / time(1, run)).toFixed(0).padStart(5));
    console.log(
      `${level}      ${(payload.length / message.length).toFixed(3)} ${(payload.length / theirs.length).toFixed(3)}    ${speeds.join('       ')}`,
    );
  }
}

for (const [name, make] of [
  ['feed', feedMessage],
  ['chat', chatMessage],
])
  for (const windowBits of [12, 15]) await messageTable(name, make, windowBits);
largeTable();
