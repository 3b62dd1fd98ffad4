// The server's side of the page: who is connected, and what can be done to them.
import { once } from 'node:events';
import type { WebSocket as Client } from 'ws';
import { expectFits } from '@ws4ts/browser';
import { expectRow, PageUnderTest, send } from './support/page-under-test.js';

const under = new PageUnderTest();

async function text(from: Client): Promise<string> {
  const [data] = (await once(from, 'message')) as [Buffer];
  return data.toString();
}

async function openServer() {
  const page = await under.open();
  await page.getByRole('button', { name: /^Server/ }).click();
  return page;
}

test('live connections are listed with rooms and charts, and join and leave rooms', async () => {
  const page = await openServer();
  await page.getByText('Nobody is connected').waitFor();
  const one = await under.client('/chat/lobby');
  await under.client('/echo');
  one.send('hello');
  const row = page.getByRole('row').filter({ hasText: '/chat/lobby' });
  await row.getByText('lobby', { exact: true }).waitFor();
  await row.getByRole('button', { name: '/chat/lobby', exact: true }).click();
  const details = page.getByRole('region', { name: 'Connection', exact: true });
  await details.getByLabel('Room to join').fill('kitchen');
  await details.getByRole('button', { name: 'Join' }).click();
  await row.getByText('kitchen', { exact: true }).waitFor();
  await details.getByRole('button', { name: 'Leave kitchen' }).click();
  await row.getByText('kitchen', { exact: true }).waitFor({ state: 'detached' });
  expect(await page.locator('.sparkline canvas').count()).toBeGreaterThanOrEqual(9);
  await expectFits(page, 'dev-server/server');
});

test('clients are pinged for their latency once somebody looks at it', async () => {
  const client = await under.client('/echo');
  let pings = 0;
  client.on('ping', () => pings++);
  const page = await under.connected('/echo?mine');
  await send(page, 'before');
  await expectRow(page, 'received', 'before');
  expect(pings).toBe(0);
  expect(await page.locator('.row', { hasText: 'ping' }).count()).toBe(0);
  await page.getByRole('button', { name: /^Server/ }).click();
  if (pings === 0) await once(client, 'ping');
  const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: '/echo', exact: true }) });
  await row.getByText(/ms$/).waitFor();
});

test('a message goes to one connection, to a room, and to all', async () => {
  const [guest, other] = [await under.client('/chat/lobby'), await under.client('/echo')];
  const page = await openServer();
  await page.getByRole('button', { name: '/echo', exact: true }).click();
  await page.getByLabel('Send to this connection').fill('only you');
  const [toOne] = await Promise.all([
    text(other),
    page.getByRole('region', { name: 'Connection', exact: true }).getByRole('button', { name: 'Send' }).click(),
  ]);
  expect(toOne).toBe('only you');
  await page.getByLabel('Message to broadcast').fill('to the room');
  await page.getByLabel('Broadcast to').selectOption('Room lobby');
  const [toRoom] = await Promise.all([text(guest), page.getByRole('button', { name: 'Broadcast' }).click()]);
  expect(toRoom).toBe('to the room');
  await page.getByLabel('Message to broadcast').fill('to everyone');
  await page.getByLabel('Broadcast to').selectOption('All connections');
  const toAll = await Promise.all([text(guest), text(other), page.getByRole('button', { name: 'Broadcast' }).click()]);
  expect(toAll.slice(0, 2)).toEqual(['to everyone', 'to everyone']);
});

test('a connection is closed with a code and a reason, cut, sent a bad frame, or made slow', async () => {
  const [closing, cut, confused, slow] = [
    await under.client('/echo?closing'),
    await under.client('/echo?cut'),
    await under.client('/echo?confused'),
    await under.client('/echo?slow'),
  ];
  confused.on('error', () => undefined);
  const page = await openServer();
  const details = page.getByRole('region', { name: 'Connection', exact: true });

  await page.getByRole('button', { name: '/echo?closing', exact: true }).click();
  const codeField = details.getByLabel('Close code');
  await codeField.fill('1006');
  await details.getByText('A close frame carries 1000 to 1003').waitFor();
  expect(await details.getByRole('button', { name: 'Close', exact: true }).isDisabled()).toBe(true);
  await codeField.fill('4321');
  await details.getByLabel('Reason').fill('come again');
  const [[code, reason]] = await Promise.all([
    once(closing, 'close') as Promise<[number, Buffer]>,
    details.getByRole('button', { name: 'Close', exact: true }).click(),
  ]);
  expect([code, reason.toString()]).toEqual([4321, 'come again']);

  await page.getByRole('button', { name: '/echo?cut', exact: true }).click();
  const [[cutCode]] = await Promise.all([once(cut, 'close'), details.getByRole('button', { name: 'Cut' }).click()]);
  expect(cutCode).toBe(1006);

  await page.getByRole('button', { name: '/echo?confused', exact: true }).click();
  const [[error]] = await Promise.all([
    once(confused, 'error') as Promise<[Error]>,
    details.getByRole('button', { name: 'Bad frame' }).click(),
  ]).catch((cause: Error) => [[cause]] as [[Error]]);
  expect(error.message).toMatch(/invalid opcode/i);

  await page.getByRole('button', { name: '/echo?slow', exact: true }).click();
  await details.getByLabel('Latency (ms)').fill('300');
  await details.getByLabel('Latency (ms)').press('Enter');
  await page.waitForFunction(`document.querySelector('.details .chaos input').value === '300'`);
  await details.getByLabel('Jitter (ms)').focus();
  const started = performance.now();
  slow.send('how long?');
  await text(slow);
  expect(performance.now() - started).toBeGreaterThan(290);
});
