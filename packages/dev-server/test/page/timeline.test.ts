// The frames: what is shown of each, how they are found, and how they leave the page and come back.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { catchCopies, choose, runCopiedTest } from './support/exported.js';
import { expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

const payload = (page: Page) => page.getByRole('region', { name: 'Payload' });
const facts = (page: Page) => page.getByRole('region', { name: 'Frame' }).locator('dl');

test('a frame has its opcode, lengths, time and round trip, and its payload as text, JSON, hex', async () => {
  const page = await under.connected('/compressed');
  const text = JSON.stringify({ order: 42, items: Array.from({ length: 9 }, () => 'the same again') });
  await send(page, text);
  const row = await expectRow(page, 'received', '"order":42');
  await row.click();
  expect(await facts(page).textContent()).toMatch(
    /0x1 text.*yes \(RSV1\), \d+ % smaller.*On the wire.*Time[\d:.]+Delta[\d.]+ m?s/s,
  );
  await payload(page).getByText('"the same again"').first().waitFor();
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Hex' }).click();
  expect(await payload(page).textContent()).toContain('7b 22 6f 72 64 65 72 22  {"order"');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ping', exact: true }).click();
  await expectRow(page, 'received', /pong[\d.]+ ms round trip/);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await (await expectRow(page, 'sent', /close1000 Normal closure/)).click();
  expect(await facts(page).textContent()).toContain('Both sides were done.');
});

test('frames and the end have the times of the server, however late the page hears of them', async () => {
  const began = Date.UTC(2001, 0, 1, 12);
  const told: Record<string, object> = { opened: { began }, closed: { at: 300_000 } };
  await under.context.routeWebSocket(/__ws4ts.relay/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((data) => server.send(data));
    server.onMessage((data) => {
      const event = JSON.parse(String(data)) as { type: string };
      socket.send(JSON.stringify({ ...event, ...told[event.type] }));
    });
  });
  const page = await under.connected();
  await send(page, 'on time');
  expect(await (await expectRow(page, 'received', 'on time')).textContent()).toMatch(/^\d\d:00:0\d\.\d{3}/);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  expect(await (await expectRow(page, 'event', 'closed with 1000')).textContent()).toMatch(/^\d\d:05:00\.000/);
});

test('a picture is shown as one', async () => {
  const page = await under.connected();
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await page.getByRole('button', { name: 'Base64' }).click();
  await send(page, png);
  await (await expectRow(page, 'received', '89 50 4e 47')).click();
  await page.getByText('image/png, 1 × 1').waitFor();
});

test('frames are searched by words and by pattern, and filtered by direction and opcode', async () => {
  const page = await under.connected();
  for (const text of ['apple 1', 'pear 22', 'Apple 333']) await send(page, text);
  await expectRow(page, 'received', 'Apple 333');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Frames' }).focus();
  await page.keyboard.press('/');
  await page.keyboard.type('apple');
  await expectRows(page, 4);
  await page.getByRole('button', { name: 'Sent only' }).click();
  await expectRows(page, 2);
  await page.getByRole('button', { name: 'Search by regular expression' }).click();
  await page.getByLabel('Search frames').fill('\\d{2,}$');
  await expectRows(page, 2);
  await page.getByLabel('Search frames').fill('(');
  expect(await page.getByLabel('Search frames').getAttribute('aria-invalid')).toBe('true');
  await page.getByText('Not a regular expression (unterminated group)').waitFor();
  await page.getByLabel('Search frames').fill('');
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('button', { name: 'Opcodes' }).click();
  await page.getByLabel('Events').check();
  await expectRow(page, 'event', 'connected');
  await expectRows(page, 2);
});

async function expectRows(page: Page, count: number): Promise<void> {
  await page.locator('.rows[role=listbox]').waitFor();
  const rows = page.locator('.row');
  await rows.nth(count).waitFor({ state: 'detached' });
  await rows.nth(count - 1).waitFor();
}

test('a pause holds the timeline still, and the arrow keys move through it', async () => {
  const page = await under.connected();
  await send(page, 'one');
  await expectRow(page, 'received', 'one');
  await page.getByRole('button', { name: 'Pause' }).click();
  await send(page, 'two');
  await page.getByRole('button', { name: /Resume \([2-9]\)/ }).waitFor();
  expect(await page.locator('.row', { hasText: 'two' }).count()).toBe(0);
  await page.getByRole('button', { name: /Resume/ }).click();
  await (await expectRow(page, 'received', 'two')).click();
  await page.getByRole('listbox', { name: 'Frames' }).focus();
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'Event #1' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'sent text #3' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('region', { name: 'Frame' }).count()).toBe(0);
});

test('the pieces of a message are one message again in a test, in a command and in the composer', async () => {
  const page = await under.connected();
  await page.getByRole('button', { name: 'Repeat and fragment' }).click();
  await page.getByLabel('Fragments').fill('3');
  await page.keyboard.press('Escape');
  await send(page, 'κόσμε in pieces');
  await expectRow(page, 'received', 'κόσμε in pieces');
  const copied = await catchCopies(page);

  await choose(page, 'Copy as TypeScript test');
  const source = await copied();
  expect(source.match(/client\.send\(.*\)/g)).toEqual(['client.send("κόσμε in pieces")']);
  await runCopiedTest(source);

  await (await expectRow(page, 'sent', 'continuation')).click();
  const details = page.getByRole('region', { name: 'Frame', exact: true });
  await details.getByRole('button', { name: 'Copy as command' }).click();
  await page.getByText('Copied the command').waitFor();
  expect(await copied()).toContain(`printf '%s\\n' 'κόσμε in pieces' | ws4ts-dev connect`);
  await page.getByLabel('Message', { exact: true }).fill('');
  await details.getByRole('button', { name: 'Edit and resend' }).click();
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('κόσμε in pieces');
});

test('what cannot be sent again as it was is said, and not sent otherwise', async () => {
  const page = await under.connected();
  const details = page.getByRole('region', { name: 'Frame', exact: true });
  await send(page, 'two\nlines');
  await (await expectRow(page, 'sent', 'two')).click();
  await details.getByRole('button', { name: 'Copy as command' }).click();
  await page.getByText('To a command each line is a message').waitFor();
  await page.keyboard.press('Escape');

  const long = 'x'.repeat(100_000);
  await send(page, long);
  await (await expectRow(page, 'received', 'xxx')).click();
  await page.getByLabel('Message', { exact: true }).fill('mine');
  await details.getByRole('button', { name: 'Edit and resend' }).click();
  await page.getByText('Not all of this message was kept: it cannot be sent again').waitFor();
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('mine');
  await details.getByRole('button', { name: 'Copy as command' }).click();
  await page.getByText('Not all of this message was kept: no command can send it').waitFor();

  const copied = await catchCopies(page);
  await choose(page, 'Copy as TypeScript test');
  const source = await copied();
  expect(source).toContain('client.send("two\\nlines")');
  expect(source).toContain('The rest is left out: not all was kept of what the client sent next.');
  await runCopiedTest(source);
});

test('a session is copied as a command and as a test, and saved and loaded as NDJSON', async () => {
  const page = await under.connected('/echo', '&header=X-It%3A%20it%27s&subprotocols=chat');
  await send(page, "it's one");
  await expectRow(page, 'received', "it's one");
  const copied = await catchCopies(page);

  await choose(page, 'Copy as command');
  expect(await copied()).toBe(
    `ws4ts-dev connect ${under.server.url}/echo -H 'X-It: it'\\''s' --subprotocol chat --compress`,
  );
  await choose(page, 'Copy as TypeScript test');
  await page.getByText('Copied the test').waitFor();
  const source = await copied();
  expect(source).toContain(
    'client.send("it\'s one");\n  assert.deepEqual((await client.receive()).data, "it\'s one");',
  );
  await runCopiedTest(source);
  await expect(runCopiedTest(source.replace('data, "it\'s one"', 'data, "another"'))).rejects.toThrow(/another/);

  const downloading = page.waitForEvent('download');
  await choose(page, 'Download as NDJSON');
  const path = await (await downloading).path();
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'opened', url: '/echo', near: 'client' }),
      expect.objectContaining({ kind: 'frame', direction: 'sent', payload: { text: "it's one" } }),
    ]),
  );

  await page.getByRole('button', { name: 'Clear frames' }).click();
  const choosing = page.waitForEvent('filechooser');
  await choose(page, 'Load a recording');
  await (await choosing).setFiles(path);
  await page.getByText(/^Loaded \d+ frames/).waitFor();
  await expectRow(page, 'received', "it's one");
});
