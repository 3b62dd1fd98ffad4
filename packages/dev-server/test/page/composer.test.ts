// Messages are written in several ways, repeated, remembered, named, and carried to another browser.
import { mkdtemp, rm, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expectFits } from '@ws4ts/browser';
import { expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

async function kind(page: Page, name: string): Promise<void> {
  await page.getByRole('group', { name: 'Kind of message' }).getByRole('button', { name }).click();
}

const sendButton = (page: Page) => page.getByRole('region', { name: 'Composer' }).getByRole('button', { name: 'Send' });

test('JSON is checked; hex and base64 become bytes', async () => {
  const page = await under.connected();
  await kind(page, 'JSON');
  await page.getByLabel('Message', { exact: true }).fill('{"a": }');
  expect(await sendButton(page).isDisabled()).toBe(true);
  expect(await page.getByLabel('Message', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  await send(page, '{"a": "{{n}}"}');
  await expectRow(page, 'received', 'text{"a": "1"}');
  await kind(page, 'Hex');
  await page.getByLabel('Message', { exact: true }).fill('0x00 f');
  await page.getByText('one is missing').waitFor();
  await send(page, '0x00 ff:7f');
  await expectRow(page, 'received', 'binary00 ff 7f');
  await kind(page, 'Base64');
  await send(page, 'AQID');
  await expectRow(page, 'received', 'binary01 02 03');
});

test('a file is a message', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ws4ts-file-'));
  try {
    await writeFile(join(folder, 'five.bin'), Buffer.from([5, 4, 3, 2, 1]));
    const page = await under.connected();
    await kind(page, 'File');
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await choosing).setFiles(join(folder, 'five.bin'));
    await page.getByText('five.bin, 5 B').waitFor();
    await sendButton(page).click();
    await expectRow(page, 'received', 'binary05 04 03 02 01');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a message is repeated with its variables, in fragments', async () => {
  const page = await under.connected();
  await page.getByRole('button', { name: 'Variables' }).click();
  await page.getByLabel('Name of the variable').fill('who');
  await page.getByLabel('Value of the variable').fill('Ada');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: '{{who}}' }).click();
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('{{who}}');
  await page.getByRole('button', { name: 'Repeat and fragment' }).click();
  await page.getByLabel('Repeat', { exact: true }).fill('3');
  await page.getByLabel('Every (ms)').fill('20');
  await page.getByLabel('Fragments').fill('2');
  await expectFits(page, 'dev-server/composer-repeat');
  await page.keyboard.press('Escape');
  await send(page, '{{who}} {{n}} {{uuid}} {{now}} {{nobody}}');
  const row = await expectRow(page, 'received', /Ada 3 [0-9a-f-]{36} \d{4}-\d\d-\d\dT[\d:.]+Z {{nobody}}/);
  expect(await row.count()).toBe(1);
  await expectRow(page, 'sent', 'continuation');
  // All of a repetition, and no more: two fragments each.
  expect(await page.locator('.row.sent .kind', { hasText: /text|continuation/ }).count()).toBe(6);
});

test('what was sent is in the history, also after the page was loaded again; a frame is edited and sent again', async () => {
  const page = await under.connected();
  await send(page, 'first of all');
  await (await expectRow(page, 'received', 'first of all')).click();
  await page.getByRole('button', { name: 'Edit and resend' }).click();
  await send(page, 'second of all');
  await expectRow(page, 'received', 'second of all');
  await page.reload();
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('button', { name: 'first of all' }).click();
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('first of all');
});

test('a snippet is saved, exported, removed, imported and used', async () => {
  const page = await under.open();
  await kind(page, 'JSON');
  await page.getByLabel('Message', { exact: true }).fill('{"hello": "{{now}}"}');
  await page.getByRole('button', { name: 'Snippets' }).click();
  await page.getByLabel('Name of the snippet').fill('greeting');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as a file' }).click();
  const path = await (await downloading).path();
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    snippets: [{ name: 'greeting', kind: 'json', text: '{"hello": "{{now}}"}' }],
  });
  await page.getByRole('button', { name: 'Remove greeting' }).click();
  await page.getByText('Save what is in the composer').waitFor();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import a file' }).click();
  await (await choosing).setFiles(path);
  await page.keyboard.press('Escape');
  await page.getByLabel('Message', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Snippets' }).click();
  await page.getByRole('button', { name: /^greeting/ }).click();
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('{"hello": "{{now}}"}');
});
