// Looking at the frames of a connection of the server's own side, and going back.
import { once } from 'node:events';
import { readSteps } from '../../src/recording/replay-steps.js';
import { catchCopies, choose, runCopiedTest } from './support/exported.js';
import { expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

test('the frames of one connection are shown as the server sees them, and then how it ended', async () => {
  const [watched, other] = [await under.client('/echo?watched'), await under.client('/echo?other')];
  const page = await under.open();
  await page.getByRole('button', { name: /^Server/ }).click();
  await page.getByRole('button', { name: 'Watch /echo?watched of 127.0.0.1 (c1)' }).click();
  const view = page.getByRole('region', { name: 'Watched connection' });
  await view.getByRole('heading', { name: '/echo?watched' }).waitFor();
  await view.getByText('Frames from now on appear here').waitFor();
  other.send('of nobody');
  await once(other, 'message');
  watched.send('look at me');
  await expectRow(view, 'received', 'look at me');
  await expectRow(view, 'sent', 'look at me');
  watched.ping('there?');
  await expectRow(view, 'received', 'there?');
  await (await expectRow(view, 'sent', 'look at me')).click();
  const details = view.getByRole('region', { name: 'Frame', exact: true });
  await details.getByText('Masked').waitFor();
  // There is no composer to put it into.
  expect(await details.getByRole('button', { name: 'Edit and resend' }).count()).toBe(0);
  expect(await page.getByRole('region', { name: 'Composer' }).count()).toBe(0);
  watched.close(4000, 'seen enough');
  await expectRow(view, 'event', 'closed with 4000');
  await view.getByRole('status').getByText('closed with 4000').waitFor();
  expect(await view.locator('.row', { hasText: 'of nobody' }).count()).toBe(0);
});

test('the keyboard goes there and back, to the list and to the session, which is as it was', async () => {
  const page = await under.connected('/echo?mine');
  await send(page, 'my own');
  await expectRow(page, 'received', 'my own');
  const watched = await under.client('/echo?watched');
  await page.getByRole('button', { name: /^Server/ }).click();
  const button = page.getByRole('button', { name: /^Watch \/echo\?watched / });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Watched connection' }).waitFor();
  await page.locator(':focus', { hasText: /^\s*All connections\s*$/ }).waitFor();
  watched.send('first');
  await expectRow(page, 'received', 'first');
  await page.keyboard.press('Enter');
  await button.waitFor();
  await page.locator('#watch-c2:focus').waitFor();

  // What comes while nobody watches is not shown later.
  watched.send('unseen');
  await once(watched, 'message');
  await page.keyboard.press('Enter');
  await page.getByText('Frames from now on appear here').waitFor();
  watched.send('second');
  await expectRow(page, 'sent', 'second');
  expect(await page.locator('.row').allTextContents()).toEqual([
    expect.stringContaining('second'),
    expect.stringContaining('second'),
  ]);

  await page.getByRole('button', { name: 'My session' }).focus();
  await page.keyboard.press('Enter');
  await expectRow(page, 'received', 'my own');
  await page.locator('#main:focus').waitFor();
  expect(await page.locator('.row', { hasText: 'second' }).count()).toBe(0);
  await send(page, 'still mine');
  await expectRow(page, 'received', 'still mine');
});

test('what was watched leaves the page as its client did it: as a recording, and as a test', async () => {
  const watched = await under.client('/echo');
  const page = await under.open();
  await page.getByRole('button', { name: /^Server/ }).click();
  await page.getByRole('button', { name: /^Watch/ }).click();
  watched.send('for the tape');
  await expectRow(page, 'sent', 'for the tape');

  const [download] = await Promise.all([page.waitForEvent('download'), choose(page, 'Download as NDJSON')]);
  const steps = [];
  for await (const step of readSteps(await download.path(), undefined)) steps.push(step.data);
  expect(steps).toEqual(['for the tape']);

  const copied = await catchCopies(page);
  await choose(page, 'Copy as TypeScript test');
  const source = await copied();
  expect(source).toMatch(/client\.send\("for the tape"\);\n.*client\.receive\(\)/);
  await runCopiedTest(source);

  // Frames of somebody else are not mixed with those of a file.
  await page.getByRole('button', { name: 'Export and import' }).click();
  await page.getByRole('button', { name: 'Copy as command' }).waitFor();
  expect(await page.getByRole('button', { name: 'Load a recording…' }).count()).toBe(0);
});

test('when the dev server is gone nothing more is to be seen, and what was seen stays', async () => {
  const watched = await under.client('/echo');
  const page = await under.open({ quiet: true });
  await page.getByRole('button', { name: /^Server/ }).click();
  await page.getByRole('button', { name: /^Watch/ }).click();
  watched.send('the last words');
  await expectRow(page, 'sent', 'the last words');
  await under.server.stop();
  await expectRow(page, 'event', /closed with 1001|the dev server is gone/);
  await expectRow(page, 'received', 'the last words');
  await page.getByRole('button', { name: 'All connections' }).click();
  await page.getByText('Nobody is connected').waitFor();
});
