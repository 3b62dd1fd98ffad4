// A test that prints fails: what it says belongs into an expectation, and a quiet run shows the one line that matters.
// A test that expects output spies on the method it expects it from.
import { format } from 'node:util';

const printed = [];
const streams = [process.stdout, process.stderr].map((stream) => ({ stream, original: stream.write.bind(stream) }));

for (const method of ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn']) {
  console[method] = (...args) => printed.push(format(...args));
}
for (const { stream } of streams) {
  stream.write = (chunk, ...rest) => {
    printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const written = rest.at(-1);
    if (typeof written === 'function') queueMicrotask(written);
    return true;
  };
}

function expectSilence() {
  const lines = printed.splice(0).map((text) => text.trimEnd());
  if (lines.length > 0) throw new Error(`a test may not print, but this was printed:\n${lines.join('\n')}`);
}

afterEach(expectSilence);
afterAll(() => {
  // Jest shares its streams with the tests: what it prints between two files must pass.
  for (const { stream, original } of streams) stream.write = original;
  expectSilence();
});
