// Measuring a path that echoes.
import { end } from '../support/program-run.js';
import { serve } from '../support/served.js';

test('measures a path that echoes', async () => {
  const server = await serve();
  const { code, output, errors } = await end([
    'bench',
    `${server.url}/echo`,
    '-c',
    '2',
    '-n',
    '3',
    '-d',
    '0.3',
    '--json',
  ]);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const { messages, seconds, messagesPerSecond, latency, broken } = JSON.parse(output) as Record<string, number> & {
    latency: Record<string, number>;
  };
  expect(messages).toBeGreaterThan(10);
  expect(messagesPerSecond).toBeCloseTo(messages! / seconds!, -2);
  expect(latency.p50).toBeGreaterThan(0);
  expect(latency.p99).toBeGreaterThanOrEqual(latency.p50!);
  expect(broken).toBe(0);
  const { histogram } = JSON.parse(output) as { histogram: { upTo: number; count: number }[] };
  expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(messages);
  expect((await end(['bench', `${server.url}/echo`, '-d', '0.2'])).output).toMatch(
    /messages a second.*half within [\d.]+ ms.*\n +≤ [\d.]+ ms +\d+ {2}█/s,
  );
});

test('tells when connections break, or nothing comes', async () => {
  const server = await serve();
  expect(await end(['bench', `${server.url}/close/1011`, '-d', '1'])).toEqual({
    code: 1,
    output: '',
    errors: 'no answer came: 10 closed with 1011, the server failed\n',
  });
  const big = await end(['bench', `${server.url}/echo`, '-s', '2000000', '-c', '1', '-d', '1']);
  expect(big.errors).toBe('no answer came: 1 closed with 1009, a message was too big\n');
  expect(await end(['bench', 'ws://127.0.0.1:1', '-d', '1'])).toMatchObject({
    code: 1,
    errors: 'nothing listens there\n',
  });
});
