// Two sessions side by side, and connections that come back.
import { expectFits } from '@ws4ts/browser';
import { silentLogger } from '@ws4ts/core';
import { startDevServer } from '../../src/index.js';
import { expectPhase, expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

test('two sessions talk to each other, and one link holds both', async () => {
  const page = await under.open({ hash: '#url=%2Fchat%2F%3Aroom&param.room=lobby' });
  await page.getByRole('button', { name: 'Split' }).click();
  const [one, two] = [page.getByRole('region', { name: 'Session 1' }), page.getByRole('region', { name: 'Session 2' })];
  await one.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectPhase(one, 'open');
  await two.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectRow(one, 'received', 'you are 2 now');
  await send(two, 'hello from two');
  await expectRow(one, 'received', 'hello from two');
  await expectFits(page, 'dev-server/split');
  await two.getByLabel('URL').fill('/time');
  const other = await under.open({ hash: await page.evaluate('location.hash') });
  expect(await other.getByRole('region', { name: 'Session 1' }).getByLabel('URL').inputValue()).toBe('/chat/:room');
  expect(await other.getByRole('region', { name: 'Session 2' }).getByLabel('URL').inputValue()).toBe('/time');
  await page.getByRole('button', { name: 'Split' }).click();
  await expectRow(one, 'received', 'you are 1 now');
});

test('a connection that ends with 1012 comes back by itself, and says so meanwhile', async () => {
  const page = await under.connected('/echo', '&reconnect=on');
  await page.evaluate(`window.phases = [];
      new MutationObserver(() => phases.push(document.querySelector('[data-phase]').dataset.phase))
        .observe(document.querySelector('.connect'), { subtree: true, attributes: true, childList: true });`);
  await page.getByRole('button', { name: /^Server/ }).click();
  await page.getByRole('button', { name: '/echo', exact: true }).click();
  await page.getByLabel('Close code').fill('1012');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Client' }).click();
  await expectRow(page, 'event', 'closed with 1012 Service restart');
  await expectPhase(page, 'open');
  expect(await page.locator('.row.event', { hasText: /^.*connected$/ }).count()).toBe(2);
  await send(page, 'here again');
  await expectRow(page, 'received', 'here again');
});

test('a wait for the next try is shown, and can be stopped; 1000 is no reason to try again', async () => {
  const page = await under.open({ hash: '#url=/close/1011&reconnect=on' });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText(/Try \d+ in \d+ s: closed with 1011/).waitFor();
  await page.getByRole('button', { name: 'Stop trying' }).click();
  await page.getByText('stopped trying').waitFor();
  await page.getByLabel('URL').fill('/close/1000');
  await page.getByLabel('URL').press('Enter');
  await expectRow(page, 'event', 'closed with 1000');
  await expectPhase(page, 'idle');
});

test('a server that stops is told, and the page waits for it', async () => {
  // The browser itself writes into its console that it cannot connect.
  const page = await under.open({ hash: '#url=/echo', quiet: true });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectPhase(page, 'open');
  await under.server.stop();
  await page.getByText('Server lost, reconnecting').waitFor();
  await expectPhase(page, 'idle');
});

test('a server that was started again with another token is told from one that is gone', async () => {
  const page = await under.open({ quiet: true });
  const { port } = new URL(under.server.url);
  await under.server.stop();
  const next = await startDevServer({ port: Number(port), token: 'another token', logger: silentLogger });
  try {
    await page.getByText('The server has a new token: open the URL that it printed').waitFor();
    await page.goto(next.pageUrl);
    await page.getByText('sends every message back').waitFor();
    expect(await page.getByText('The server has a new token').count()).toBe(0);
  } finally {
    await next.stop();
  }
});

test('two sessions, a recording and its download fit on a small screen', async () => {
  const page = await under.open({ size: 'narrow' });
  await page.getByRole('button', { name: /^Record/ }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await send(page, 'on tape');
  await page.getByRole('link', { name: 'Download the recording' }).waitFor();
  await page.getByRole('button', { name: 'Split' }).click();
  await expectFits(page, 'dev-server/split-narrow');
});
