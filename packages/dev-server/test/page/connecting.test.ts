// Where to, how, and through whom: the form, its link, the relay and the browser itself.
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
import { ownClasses } from '../../src/routes/own-routes.js';
import { expectFits } from '@ws4ts/browser';
import { secureEcho } from '../support/secure-echo.js';
import { expectPhase, expectRow, PageUnderTest, send } from './support/page-under-test.js';

/** Tells its client what it asked with. */
@WebSocketRoute('/asked/:topic', { subprotocols: ['v2', 'v1'], compression: true })
class Asked extends WebSocket {
  protected override opened(): void {
    const { headers, params, url } = this.request;
    this.send(JSON.stringify({ headers, params, url }));
  }
}

const under = new PageUnderTest({ routes: [...(ownClasses as []), Asked] });

interface Told {
  readonly headers: Record<string, string>;
  readonly params: Record<string, string>;
}

async function told(page: Awaited<ReturnType<PageUnderTest['open']>>): Promise<Told> {
  await (await expectRow(page, 'received', '"headers"')).click();
  await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Text' }).click();
  return JSON.parse((await page.getByRole('region', { name: 'Payload' }).textContent()) ?? '') as Told;
}

test('a route is picked, its parameter is a field, and the link brings another page to the same form', async () => {
  const page = await under.open();
  await page.getByRole('complementary').getByRole('button', { name: '/chat/:room' }).click();
  expect(await page.getByLabel('Parameter room').inputValue()).toBe('lobby');
  await page.getByLabel('Parameter room').fill('kitchen & more');
  await page.getByRole('tab', { name: 'Request' }).click();
  await page.getByLabel('Origin').fill('http://elsewhere.example');
  await page.getByRole('button', { name: 'Add header' }).click();
  await page.getByLabel('Name of header 1').fill('X-Colour');
  await page.getByLabel('Value of header 1').fill('blue: dark');
  await page.getByRole('button', { name: 'Bearer token' }).click();
  await page.getByLabel('Token').fill('hush');

  const hash: string = await page.evaluate('location.hash');
  expect(hash).not.toContain('hush');
  const other = await under.open({ hash });
  expect(await other.getByLabel('URL').inputValue()).toBe('/chat/:room');
  expect(await other.getByLabel('Parameter room').inputValue()).toBe('kitchen & more');
  await other.getByRole('tab', { name: 'Request' }).click();
  expect(await other.getByLabel('Origin').inputValue()).toBe('http://elsewhere.example');
  expect(await other.getByLabel('Value of header 1').inputValue()).toBe('blue: dark');
  expect(await other.getByLabel('Token').inputValue()).toBe('');
  await other.getByRole('button', { name: 'Connect', exact: true }).click();
  await other.getByRole('tab', { name: 'Frames' }).click();
  await expectRow(other, 'event', `connecting to ${under.server.url}/chat/kitchen%20%26%20more`);
  // The server takes pages of its own origin only.
  await expectRow(other, 'problem', 'refused with 403');
});

test('through the server, a connection has the headers, cookies, token, origin, subprotocol and compression of the form', async () => {
  const page = await under.open({
    hash: '#url=%2Fasked%2F%3Atopic&param.topic=news&header=X-Colour%3A%20blue&subprotocols=v1,v9',
  });
  await page.getByRole('tab', { name: 'Request' }).click();
  await page.getByRole('button', { name: 'Bearer token' }).click();
  await page.getByLabel('Token').fill('hush');
  await page.getByLabel('Cookies').fill('session=abc; theme=dark');
  await page.getByLabel('Origin').fill(under.server.url.replace('ws', 'http'));
  await expectFits(page, 'dev-server/request');
  await page.getByRole('tab', { name: 'Frames' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  const { headers, params } = await told(page);
  expect(params).toEqual({ topic: 'news' });
  expect(headers).toMatchObject({
    authorization: 'Bearer hush',
    cookie: 'session=abc; theme=dark',
    origin: under.server.url.replace('ws', 'http'),
    'x-colour': 'blue',
    'sec-websocket-protocol': 'v1, v9',
    'sec-websocket-extensions': expect.stringContaining('permessage-deflate'),
  });
  expect(await page.locator('.status .tag').allTextContents()).toEqual(['v1', 'compressed']);
});

test('from the browser, a connection is as a page would make it, and shows messages', async () => {
  const page = await under.connected('/echo', '&via=direct');
  await send(page, 'straight');
  await expectRow(page, 'sent', 'straight');
  await expectRow(page, 'received', 'straight');
  expect(await page.getByRole('button', { name: 'Ping', exact: true }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expectRow(page, 'event', /closed with 1000 Normal closure/);
});

test('a link carries no secret of the URL, and carries headers that are switched off', async () => {
  const page = await under.open();
  await page.getByLabel('URL').fill('wss://user:pw@host.example/x?access_token=hush&room=a');
  await page.getByRole('tab', { name: 'Request' }).click();
  for (const [at, header] of ['X-On: 1', 'X-Off: 2'].entries()) {
    const [name, value] = header.split(': ') as [string, string];
    await page.getByRole('button', { name: 'Add header' }).click();
    await page.getByLabel(`Name of header ${at + 1}`).fill(name);
    await page.getByLabel(`Value of header ${at + 1}`).fill(value);
  }
  await page.getByLabel('Send header 2').uncheck();
  await page.getByLabel('Accept any certificate').check();

  const hash: string = await page.evaluate('location.hash');
  expect(hash).not.toMatch(/hush|pw/);
  const other = await under.open({ hash });
  expect(await other.getByLabel('URL').inputValue()).toBe('wss://host.example/x?access_token=***&room=a');
  await other.getByRole('tab', { name: 'Request' }).click();
  expect(await other.getByLabel('Value of header 2').inputValue()).toBe('2');
  expect(await other.getByLabel('Send header 1').isChecked()).toBe(true);
  expect(await other.getByLabel('Send header 2').isChecked()).toBe(false);
  expect(await other.getByLabel('Accept any certificate').isChecked()).toBe(true);
});

test('a certificate that nobody vouches for is taken when the form says so', async () => {
  const url = await secureEcho();
  const page = await under.open({ hash: `#url=${encodeURIComponent(url)}` });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectRow(page, 'problem', 'certificate');
  await page.getByRole('tab', { name: 'Request' }).click();
  await page.getByLabel('Accept any certificate').check();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectPhase(page, 'open');
});

test('a URL that cannot be connected to is said in a sentence', async () => {
  const page = await under.open({ hash: '#url=%2Fchat%2F%3Aroom' });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('give "room" a value').waitFor();
  await page.getByLabel('URL').fill('ftp://example.org/');
  await page.getByLabel('URL').press('Enter');
  await page.getByText('a URL begins with ws:// or wss://').waitFor();
  await page.getByLabel('URL').fill('ws://127.0.0.1:1/');
  await page.getByLabel('URL').press('Enter');
  await expectRow(page, 'event', 'connecting to ws://127.0.0.1:1/');
  await expectRow(page, 'problem', /refused|nobody|listens|connect/i);
  await expectPhase(page, 'idle');
});
