// Talking to a server in a pipe.
import { end } from '../support/program-run.js';
import { serve } from '../support/served.js';

test('sends lines and prints messages until the input ends', async () => {
  const server = await serve();
  expect(await end(['connect', `${server.url}/echo`], ['one', 'two'])).toEqual({
    code: 0,
    output: 'one\ntwo\n',
    errors: '',
  });
});

test('once ends with the first message; bytes are hexadecimal, or base64 in JSON', async () => {
  const server = await serve();
  expect(await end(['connect', `${server.url}/echo`, '-1'], ['one', 'two'])).toMatchObject({
    code: 0,
    output: 'one\n',
  });
  const { output } = await end(['connect', `${server.url}/binary`, '--once']);
  expect(output).toMatch(/^000102.*ff\n$/);
  const { output: json } = await end(['connect', `${server.url}/binary`, '--once', '--json']);
  const [message, closed] = json
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(Buffer.from(message!.base64!, 'base64')).toHaveLength(256);
  expect(closed).toEqual({ type: 'closed', code: 1000, reason: '' });
});

test('no message in time: 4', async () => {
  const server = await serve();
  const late = await end(['connect', `${server.url}/echo`, '--once', '--timeout', '30'], []);
  expect(late).toEqual({ code: 4, output: '', errors: 'no message came within 30 ms\n' });
});

test('a bad end: 3; an application code is one', async () => {
  const server = await serve();
  expect(await end(['connect', `${server.url}/close/1011`])).toEqual({
    code: 3,
    output: '',
    errors: 'closed with 1011 "you asked for 1011": the server failed\n',
  });
  expect(await end(['connect', `${server.url}/close/4000`])).toMatchObject({ code: 3 });
  expect(await end(['connect', `${server.url}/close/1000`])).toMatchObject({ code: 0, errors: '' });
});

test('no connection: 1', async () => {
  const server = await serve();
  expect(await end(['connect', `${server.url}/reject/404`])).toMatchObject({
    code: 1,
    errors: expect.stringContaining('404'),
  });
  expect(await end(['connect', 'ws://127.0.0.1:1'])).toMatchObject({ code: 1, errors: 'nothing listens there\n' });
  const secure = await end(['connect', server.url.replace('ws:', 'wss:')]);
  expect(secure).toMatchObject({ code: 1, errors: 'it does not speak TLS: try ws:\n' });
});

test('headers, subprotocols and an origin are sent', async () => {
  const server = await serve();
  const spoken = await end(['connect', `${server.url}/subprotocol`, '--subprotocol', 'json', '--once']);
  expect(spoken.output).toBe('you offered json; agreed on json\n');
  const foreign = await end(['connect', `${server.url}/echo`, '--origin', 'https://evil.example']);
  expect(foreign).toMatchObject({ code: 1, errors: expect.stringContaining('403') });
  const named = await end(['connect', `${server.url}/echo`, '-H', 'Host: evil.example']);
  expect(named).toMatchObject({ code: 1, errors: expect.stringContaining('403') });
});
