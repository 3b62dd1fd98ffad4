// What goes wrong with a session on purpose, as the page shows it.
import type { Locator, Page } from 'playwright-core';
import { expectFits } from '@ws4ts/browser';
import { expectPhase, expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

/** Sets one number of the network, and looks at the frames again. */
async function set(page: Page, label: string, value: string): Promise<void> {
  await page.getByRole('tab', { name: 'Chaos' }).click();
  await page.getByLabel(label).fill(value);
  await page.getByLabel(label).press('Tab');
  await page.getByRole('tab', { name: value === '0' ? /^Chaos$/ : 'Chaos 1' }).waitFor();
  await page.getByRole('tab', { name: 'Frames' }).click();
}

/** Pings, and returns what the round trip took, in milliseconds. */
async function roundTrip(page: Page): Promise<number> {
  const answers = page.locator('.row.received', { hasText: 'round trip' });
  const before = await answers.count();
  await page.getByRole('button', { name: 'Ping', exact: true }).click();
  await answers.nth(before).waitFor();
  const [, span] = /([\d.]+) ms round trip/.exec((await answers.nth(before).textContent()) ?? '') ?? [];
  return Number(span);
}

/** When a frame was there, in milliseconds since midnight. */
async function timeOf(row: Locator): Promise<number> {
  const parts = ((await row.locator('.time').textContent()) ?? '').split(':').map(Number);
  return parts.reduce((sum, part) => sum * 60 + part, 0) * 1000;
}

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
  expect(await roundTrip(page)).toBeGreaterThan(145);
});

test('with jitter, round trips differ by chance', async () => {
  const page = await under.connected();
  await set(page, 'Jitter (ms)', '300');
  const spans = [];
  for (let ping = 0; ping < 5; ping++) spans.push(await roundTrip(page));
  // All five are as close by chance once in a hundred million runs.
  expect(Math.max(...spans) - Math.min(...spans)).toBeGreaterThan(2);
});

test('what is lost does not come, and what comes after does', async () => {
  const page = await under.connected();
  await set(page, 'Loss (%)', '100');
  await send(page, 'into the void');
  await expectRow(page, 'sent', 'into the void');
  await set(page, 'Loss (%)', '0');
  await send(page, 'and back');
  await expectRow(page, 'received', 'and back');
  expect(await page.locator('.row.received', { hasText: 'into the void' }).count()).toBe(0);
});

test('with duplication, a message and each of its answers come twice', async () => {
  const page = await under.connected();
  await set(page, 'Duplication (%)', '100');
  await send(page, 'again');
  await page.locator('.row.received', { hasText: 'again' }).nth(3).waitFor();
  await set(page, 'Duplication (%)', '0');
  await send(page, 'the end');
  await expectRow(page, 'received', 'the end');
  expect(await page.locator('.row.received', { hasText: 'again' }).count()).toBe(4);
});

test('bandwidth makes long messages take their time', async () => {
  const page = await under.connected();
  await set(page, 'Bandwidth (B/s)', '10000');
  await send(page, 'x'.repeat(2000));
  const received = await timeOf(await expectRow(page, 'received', 'xxx'));
  expect(received - (await timeOf(await expectRow(page, 'sent', 'xxx')))).toBeGreaterThan(250);
});

test('a message that is written byte by byte comes whole', async () => {
  const page = await under.connected();
  await set(page, 'Pieces of (bytes)', '1');
  await send(page, 'piece by piece');
  await expectRow(page, 'received', 'piece by piece');
});

test('a message is cut into frames of so many bytes', async () => {
  const page = await under.connected();
  await set(page, 'Frames of (bytes)', '5');
  await send(page, 'piece by piece');
  await expectRow(page, 'received', 'continuation');
  const pieces = page.locator('.row.received .preview');
  expect((await pieces.allTextContents()).join('')).toBe('piece by piece');
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
