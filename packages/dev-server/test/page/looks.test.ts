// How the page looks and behaves for everyone: sizes, colours, keyboard, screen readers, and what it lets others see.
import { readFile } from 'node:fs/promises';
import { WebSocket as Client } from 'ws';
import { expectAccessible, expectFits, LOOKS } from '@ws4ts/browser';
import { expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

test.each(LOOKS)('every view fits, and shuts nobody out: %s, %s', async (size, colorScheme) => {
  const page = await under.open({ size });
  await page.emulateMedia({ colorScheme });
  const look = async (view: string): Promise<void> => {
    await expectFits(page, `dev-server/${view}-${size}-${colorScheme}`);
    await expectAccessible(page);
  };
  await look('empty');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await send(page, JSON.stringify({ type: 'order', id: 42, paid: true, items: [{ sku: 'A-1' }, { sku: 'B-7' }] }));
  await send(page, 'κόσμε '.repeat(200));
  await (await expectRow(page, 'received', '"order"')).waitFor();
  await look('frames');
  await page.locator('.row.received', { hasText: '"order"' }).click();
  await look('frame');
  await page.keyboard.press('Escape');
  for (const tab of ['Request', 'Handshake', 'Chaos']) {
    await page.getByRole('tab', { name: tab }).click();
    await look(tab.toLowerCase());
  }
  await page.getByRole('button', { name: /^Server/ }).click();
  await page.getByRole('button', { name: '/echo', exact: true }).click();
  await look('connection');
  await page.keyboard.press('Escape');
  await look('connections');
  const client = new Client(`${under.server.url}/chat/lobby?name=ada`);
  await page.getByRole('button', { name: /^Watch .chat.lobby/ }).click();
  await look('watch-empty');
  client.send(JSON.stringify({ type: 'greeting', words: ['hello', 'there'] }));
  client.close(4000, 'seen enough');
  await expectRow(page, 'event', 'closed with 4000');
  await look('watch');
  await page.locator('.row.received', { hasText: '"greeting"' }).click();
  await look('watch-frame');
});

test('the keyboard is enough: connect, send, read, and close what is open', async () => {
  const page = await under.open();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the session');
  await page.getByLabel('URL').focus();
  await page.keyboard.press('Enter');
  await expectRow(page, 'event', 'connected');
  await page.getByLabel('Message', { exact: true }).focus();
  await page.keyboard.type('typed');
  await page.keyboard.press('Control+Enter');
  await expectRow(page, 'received', 'typed');
  await page.getByRole('tab', { name: 'Frames' }).focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('tab', { name: 'Request' }).getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Theme/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
});

test('the token leaves the address bar, and the page can be loaded again without it', async () => {
  const page = await under.open();
  expect(under.server.pageUrl).toContain('token=');
  expect(page.url()).not.toContain('token');
  await page.reload();
  await page.getByText('sends every message back').waitFor();
  expect(await page.evaluate('sessionStorage.getItem("ws4ts.token").length')).toBeGreaterThan(10);
});

test('a script that stands in the page does not run', async () => {
  const page = await under.open({ quiet: true });
  await page.evaluate(`document.body.append(
      Object.assign(document.createElement('script'), { textContent: 'window.intruded = true' }))`);
  expect(await page.evaluate('window.intruded')).toBeUndefined();
});

test('the recording is started, stopped and downloaded', async () => {
  const page = await under.open();
  await page.getByRole('button', { name: /^Record/ }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await send(page, 'on tape');
  await expectRow(page, 'received', 'on tape');
  await page.getByRole('button', { name: 'Stop recording' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the recording' }).click();
  expect(await readFile(await (await downloading).path(), 'utf8')).toContain('on tape');
});
