// What goes wrong with a session on purpose, as the page shows it.
import { expectFits } from '@ws4ts/browser';
import { expectPhase, expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

async function openChaos() {
  const page = await under.connected();
  await page.getByRole('tab', { name: 'Chaos' }).click();
  return page;
}

test('latency shows in the round trip of a ping', async () => {
  const page = await openChaos();
  await page.getByLabel('Latency (ms)').fill('150');
  await page.getByLabel('Latency (ms)').press('Tab');
  await page.getByRole('tab', { name: 'Chaos 1' }).waitFor();
  await expectFits(page, 'dev-server/chaos');
  await page.getByRole('tab', { name: 'Frames' }).click();
  await page.getByRole('button', { name: 'Ping', exact: true }).click();
  const row = await expectRow(page, 'received', 'round trip');
  const [, span] = /([\d.]+) ms round trip/.exec((await row.textContent()) ?? '') ?? [];
  expect(Number(span)).toBeGreaterThan(145);
});

test.each([
  ['Bad frame', 'closed with 1002 Protocol error'],
  ['Unmasked frame', 'closed with 1002 Protocol error'],
  ['Bad UTF-8', 'closed with 1007 Invalid data'],
  ['Bad continuation', 'closed with 1002 Protocol error'],
  ['Cut (1006)', 'closed with 1006 Abnormal closure'],
  ['Close 1011', 'closed with 1011 Internal error'],
])('%s: %s', async (fault, end) => {
  const page = await openChaos();
  await page.getByRole('button', { name: fault }).click();
  await expectPhase(page, 'idle');
  await page.getByRole('tab', { name: 'Frames' }).click();
  await expectRow(page, 'event', end);
});

test('bytes are written as they are; half-open lets nothing through', async () => {
  const page = await openChaos();
  // A masked text frame with the masking key 0: "Hello".
  await page.getByLabel('Bytes, as they are').fill('81 85 00 00 00 00 48 65 6c 6c 6f');
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByLabel(/^Half-open/).check();
  await page.getByRole('tab', { name: 'Frames' }).click();
  await expectRow(page, 'received', 'Hello');
  await send(page, 'into the void');
  await expectRow(page, 'sent', 'into the void');
  await page.getByRole('tab', { name: 'Chaos' }).click();
  await page.getByLabel(/^Half-open/).uncheck();
  await page.getByRole('tab', { name: 'Frames' }).click();
  await send(page, 'back again');
  await expectRow(page, 'received', 'back again');
  expect(await page.locator('.row.received', { hasText: 'into the void' }).count()).toBe(0);
});
