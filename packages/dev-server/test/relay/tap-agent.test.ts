// Sessions over TLS.
import { secureEcho } from '../support/secure-echo.js';
import { serveWithPage } from '../support/served.js';

test('a session over TLS shows what is inside', async () => {
  const url = await secureEcho();
  const { page } = await serveWithPage();
  page.say({ type: 'open', session: 's', url, insecure: true });
  const { handshake } = await page.event('opened');
  expect(handshake.url).toBe(url);
  expect(handshake.requestHead).toMatch(/^GET \/echo HTTP\/1\.1\r\n/);
  await page.ask({ type: 'send', session: 's', parts: [{ text: 'hello' }] });
  const frames = await page.frames('s', ({ direction }) => direction === 'received');
  expect(frames.map(({ direction, payload }) => [direction, payload])).toEqual([
    ['sent', { text: 'hello' }],
    ['received', { text: 'hello' }],
  ]);
});

test('a certificate that nobody vouches for is refused in plain words', async () => {
  const url = await secureEcho();
  const { page } = await serveWithPage();
  page.say({ type: 'open', session: 's', url });
  const { refusal } = await page.event('refused');
  expect(refusal.explanation).toMatch(/certificate/);
});
