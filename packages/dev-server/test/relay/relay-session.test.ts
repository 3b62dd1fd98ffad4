// Sessions as a page uses them, over real ports.
import { WebSocket } from '@ws4ts/core';
import { acceptKey } from '@ws4ts/core/protocol';
import type { RelayEvent } from '../../src/index.js';
import { RelayPage } from '../support/relay-page.js';
import { serveWithPage } from '../support/served.js';

test('opening tells the whole handshake', async () => {
  const { server, page } = await serveWithPage();
  const headers = [
    ['x-one', '1'],
    ['x-two', 'a'],
    ['x-two', 'b'],
  ] as const;
  page.say({ type: 'open', session: 's', url: '/subprotocol', subprotocols: ['nope', 'chat.v1'], headers });
  const { handshake } = await page.event('opened');
  expect(handshake.requestHead).toMatch(/^GET \/subprotocol HTTP\/1\.1\r\n/);
  expect(handshake.requestHead).toMatch(/x-one: 1\r\nx-two: a\r\nx-two: b\r\n/);
  expect(handshake.responseHead).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
  expect(handshake).toMatchObject({
    url: `${server.url}/subprotocol`,
    subprotocol: 'chat.v1',
    remote: server.url.slice(5),
  });
  expect(handshake.expectedAccept).toBe(acceptKey(handshake.key));
  expect(handshake.receivedAccept).toBe(handshake.expectedAccept);
  expect(await page.frames('s', ({ direction }) => direction === 'received')).toMatchObject([
    { payload: { text: 'you offered nope, chat.v1; agreed on chat.v1' } },
  ]);
});

// The page put frames later than they were, by as long as a handshake lasts.
test('all times of a session count from its beginning', async () => {
  class Slow extends WebSocket {
    // A turn of the event loop, that the handshake lasts.
    protected override requested(): Promise<void> {
      return new Promise((resolve) => void setImmediate(resolve));
    }
    protected override opened(): void {
      this.send(String(Date.now()));
    }
    protected override receivedMessage(): void {}
  }
  const { page } = await serveWithPage({ routes: { '/slow': Slow } });
  const asked = Date.now();
  page.say({ type: 'open', session: 's', url: '/slow' });
  const { began } = await page.event('opened');
  const [greeting] = await page.frames('s', () => true);
  page.say({ type: 'terminate', session: 's' });
  const { at } = await page.event('closed');
  expect(began).toBeGreaterThanOrEqual(asked - 1);
  const sent = Number((greeting!.payload as { text: string }).text);
  expect(began + greeting!.time).toBeGreaterThanOrEqual(sent - 1);
  expect(at).toBeGreaterThanOrEqual(greeting!.time);
  expect(began + at).toBeLessThanOrEqual(Date.now() + 1);
});

test('messages, fragments and bytes go out as frames and come back', async () => {
  const { page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'whole' }] });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'in ' }, { text: 'parts' }] });
  await page.ask({ type: 'send', session: 's', parts: [{ base64: 'AAH/' }] });
  const frames = await page.frames('s', ({ direction, opcode }) => direction === 'received' && opcode === 'binary');
  const seen = frames.map(({ direction, opcode, final, payload }) => [
    direction,
    opcode,
    final,
    Object.values(payload)[0],
  ]);
  expect(seen.filter(([direction]) => direction === 'sent')).toEqual([
    ['sent', 'text', true, 'whole'],
    ['sent', 'text', false, 'in '],
    ['sent', 'continuation', true, 'parts'],
    ['sent', 'binary', true, 'AAH/'],
  ]);
  expect(seen.filter(([direction]) => direction === 'received')).toEqual([
    ['received', 'text', true, 'whole'],
    ['received', 'text', true, 'in parts'],
    ['received', 'binary', true, 'AAH/'],
  ]);
});

test('compressed messages are told as they were before', async () => {
  const { page } = await serveWithPage();
  page.say({ type: 'open', session: 's', url: '/compressed', compression: true });
  const { handshake } = await page.event('opened');
  expect(handshake.extensions).toContain('permessage-deflate');
  const [, long] = await page.frames('s', ({ number }) => number === 2);
  expect(long).toMatchObject({ compressed: true, inflatedLength: 4300 });
  expect(long!.length).toBeLessThan(200);
  expect(long!.payload).toEqual({ text: 'all work and no play makes a dull message. '.repeat(100) });
});

test('a ping is answered, and the pong tells how long it took', async () => {
  const { page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  page.say({ type: 'ping', session: 's', payload: { text: 'there?' } });
  const [ping, pong] = await page.frames('s', ({ opcode }) => opcode === 'pong');
  expect(ping).toMatchObject({ direction: 'sent', opcode: 'ping', payload: { text: 'there?' } });
  expect(pong!.roundTrip).toBeCloseTo(pong!.time - ping!.time, 2);
});

test('a frame that breaks a rule is told with the rule, and with what the server made of it', async () => {
  const { page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  page.say({ type: 'sendFrame', session: 's', firstByte: 0x81, payload: { text: 'bare' }, masked: false });
  const closed = await page.event('closed');
  expect(closed).toMatchObject({
    session: 's',
    code: 1002,
    explanation: expect.stringContaining('broke the protocol'),
  });
  const [bad, close] = await page.frames('s', ({ opcode }) => opcode === 'close');
  expect(bad).toMatchObject({ direction: 'sent', masked: false, error: expect.stringContaining('not masked') });
  expect(close).toMatchObject({ direction: 'received', closeCode: 1002 });
});

test('bytes can be sent as they are, half a frame and then the rest', async () => {
  const { page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  const frame = Buffer.from('818537fa213d7f9f4d5158', 'hex');
  await page.ask({ type: 'sendBytes', session: 's', base64: frame.subarray(0, 5).toString('base64') });
  await page.ask({ type: 'sendBytes', session: 's', base64: frame.subarray(5).toString('base64') });
  const frames = await page.frames('s', ({ direction }) => direction === 'received');
  expect(frames.map(({ payload }) => payload)).toEqual([{ text: 'Hello' }, { text: 'Hello' }]);
});

test('closing tells the code, the reason and what it means', async () => {
  const { page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  page.say({ type: 'close', session: 's', code: 4001, reason: 'enough' });
  const closed = await page.event('closed');
  expect(closed).toEqual({
    type: 'closed',
    session: 's',
    at: expect.any(Number),
    code: 4001,
    reason: '',
    explanation: "a code of the application's own",
  });
  expect(await page.ask({ type: 'ping', session: 's' })).toContain('no such session');
});

test('a session can be cut', async () => {
  const { page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  page.say({ type: 'terminate', session: 's' });
  expect(await page.event('closed')).toMatchObject({ code: 1006 });
});

test.each([
  ['/reject/401', { status: 401, explanation: expect.stringContaining('who you are'), body: 'you asked for 401' }],
  ['/nowhere', { status: 404, explanation: expect.stringContaining('nothing at this path') }],
  ['ws://127.0.0.1:1/', { code: 'ECONNREFUSED', explanation: 'nothing listens there' }],
])('%s is refused in plain words', async (url, refusal) => {
  const { page } = await serveWithPage();
  page.say({ type: 'open', session: 's', url });
  const refused = await page.event('refused');
  expect(refused.refusal).toMatchObject(refusal);
  expect(refused.handshake.requestHead).toMatch(/^GET /);
  // The name is free again.
  expect(await page.ask({ type: 'open', session: 's', url: '/echo' })).toBe('done');
});

test('what makes no sense is refused by itself', async () => {
  const { page } = await serveWithPage();
  expect(await page.ask({ type: 'open', session: 's', url: 'gopher://here' })).toContain('ws:');
  expect(await page.ask({ type: 'open', session: 's', url: '/echo', headers: [['upgrade', 'h2c']] })).toContain(
    'by itself',
  );
  expect(await page.ask({ type: 'open', session: 's', url: '/echo', chaos: { loss: 2 } })).toContain(
    'loss is a number',
  );
  await page.ask({ type: 'open', session: 's', url: '/echo' });
  expect(await page.ask({ type: 'open', session: 's', url: '/echo' })).toContain('open already');
  expect(await page.ask({ type: 'send', session: 's', parts: [] })).toContain('at least one part');
  for (const part of ['text', null, { text: 1 }, {}] as never[]) {
    expect(await page.ask({ type: 'send', session: 's', parts: [part] })).toContain('a payload has a text or a base64');
  }
  expect(await page.ask({ type: 'send', session: 's' } as never)).toContain('at least one part');
  expect(await page.ask({ type: 'sendFrame', session: 's', firstByte: 1 } as never)).toContain('a payload has');
  page.sayText('no JSON');
  expect((await page.event('failed', ({ ask }) => ask === undefined)).reason).toContain('send a command as JSON');
});

test('chaos makes a session late, and can be taken away', async () => {
  const { page } = await serveWithPage();
  await page.ask({ type: 'open', session: 's', url: '/echo', chaos: { latency: 60 } });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'one' }] });
  const [sent, received] = await page.frames('s', ({ direction }) => direction === 'received');
  expect(received!.time - sent!.time).toBeGreaterThanOrEqual(119);
  await page.ask({ type: 'setChaos', session: 's', chaos: { latency: 0, halfOpen: true } });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'lost' }] });
  await page.ask({ type: 'setChaos', session: 's', chaos: { halfOpen: false } });
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'two' }] });
  const frames = await page.frames('s', ({ direction, number }) => direction === 'received' && number > 2);
  expect(frames.map(({ direction, payload }) => [direction, payload])).toEqual([
    ['sent', { text: 'one' }],
    ['received', { text: 'one' }],
    ['sent', { text: 'lost' }],
    ['sent', { text: 'two' }],
    ['received', { text: 'two' }],
  ]);
});

test('when the page goes its sessions go', async () => {
  const { page, server } = await serveWithPage();
  const second = await RelayPage.open(server);
  await second.ask({ type: 'open', session: 's', url: '/echo' });
  await page.event('connections', ({ connections }) => connections.length === 1);
  const before = page.events.length;
  await second.close();
  const isLater = (event: RelayEvent): boolean => page.events.indexOf(event) >= before;
  const { connections } = await page.event('connections', (event) => isLater(event) && event.connections.length < 1);
  expect(connections).toEqual([]);
});
