// The opening handshake as the page tells it, also when it ended in a refusal.
import { createHash } from 'node:crypto';
import { expectFits } from '@ws4ts/browser';
import { expectRow, PageUnderTest } from './support/page-under-test.js';

const under = new PageUnderTest();

test('both heads are shown, the accept key is computed, and what was agreed on is told', async () => {
  const page = await under.connected('/subprotocol', '&subprotocols=chat.v1');
  await page.getByRole('tab', { name: 'Handshake' }).click();
  const panel = page.getByRole('tabpanel');
  const text = (await panel.textContent()) ?? '';
  const key = /Key sent\s*([\w+/=]{24})/.exec(text)?.[1] ?? '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  expect(text).toContain(`Accept computed${accept}`);
  expect(text).toMatch(/Accept received.*matches/s);
  expect(text).toMatch(/Subprotocol\s*chat\.v1/);
  expect(await page.getByRole('region', { name: 'Request' }).textContent()).toMatch(/GET \/subprotocol HTTP\/1\.1/);
  expect(await page.getByRole('region', { name: 'Response' }).textContent()).toMatch(/HTTP\/1\.1 101/);
  await expectFits(page, 'dev-server/handshake');
});

test('of a request that went to nobody, nothing is shown as sent', async () => {
  const page = await under.open({ hash: '#url=ws://127.0.0.1:1/' });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectRow(page, 'problem', 'nothing listens there');
  await page.getByRole('tab', { name: /Handshake/ }).click();
  await page.getByText('not sent: there was no connection').waitFor();
  const text = await page.getByRole('tabpanel').textContent();
  expect(text).not.toMatch(/Key sent|Accept computed|GET/);
});

test('a refusal says with which status, and why', async () => {
  const page = await under.open({ hash: '#url=/reject/:status&param.status=401' });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectRow(page, 'problem', 'refused with 401');
  await page.getByRole('tab', { name: /Handshake/ }).click();
  await page.getByRole('heading', { name: /Refused with 401/ }).waitFor();
  expect(await page.getByRole('region', { name: 'Response' }).textContent()).toMatch(/HTTP\/1\.1 401/);
  await expectFits(page, 'dev-server/refusal');
});
