// The page in a real browser.
import type { Page } from 'playwright-core';
import { expectAccessible, expectFits, LOOKS, Visits, type Size } from '@ws4ts/browser';
import { startDemo, type Demo } from '../src/server.js';
import { readSettings } from '../src/settings.js';

const visits = new Visits();
let demo: Demo;

beforeEach(async () => {
  demo = await startDemo(readSettings({ PORT: '0' }));
});

afterEach(() => demo.stop());

async function open(endpoint = '/echo', size?: Size): Promise<Page> {
  const page = await visits.page(demo.url, size);
  await expectStatus(page, 'connected to /echo');
  if (endpoint !== '/echo') {
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await expectStatus(page, 'closed with 1000');
    await page.getByLabel('Endpoint').selectOption(endpoint);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await expectStatus(page, `connected to ${endpoint}`);
  }
  return page;
}

async function expectStatus(page: Page, text: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
  expect(await page.getByRole('status').textContent()).toBe(text);
}

/** Waits for a line of the log. */
async function expectLine(page: Page, text: string): Promise<void> {
  await page.locator('#log li').filter({ hasText: text }).first().waitFor();
}

async function send(page: Page, text: string, button = 'Send text'): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: button }).click();
}

test('text and bytes come back', async () => {
  const page = await open();
  await send(page, 'κόσμε');
  await expectLine(page, '↓κόσμε');
  await send(page, 'hi', 'Send as bytes');
  await expectLine(page, '↓2 bytes: 68 69 (hi)');
  expect(await page.locator('#log li.in').count()).toBe(2);
});

test('two pages talk in the chat', async () => {
  const one = await open('/chat/lobby');
  const two = await open('/chat/lobby');
  await expectLine(one, '↓someone has joined, you are 2 now');
  await send(two, 'hello from two');
  await expectLine(one, '↓hello from two');
  await two.close();
  await expectLine(one, '↓someone has left, you are 1 now');
});

test('a disconnect shows its code, and connecting again works', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expectStatus(page, 'closed with 1000');
  await expectLine(page, 'closed with 1000');
  expect(await page.getByRole('button', { name: 'Send text' }).isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expectStatus(page, 'connected to /echo');
  await send(page, 'again');
  await expectLine(page, '↓again');
});

test('a server that stops is shown', async () => {
  const page = await open();
  await demo.stop();
  await expectStatus(page, 'closed with 1001: the server is shutting down');
});

test.each(LOOKS)('it fits, and shuts nobody out: %s, %s', async (size, colorScheme) => {
  const page = await open('/echo', size);
  await page.emulateMedia({ colorScheme });
  await send(page, 'Hello, ws4ts!');
  await expectLine(page, '↓Hello, ws4ts!');
  await send(page, 'a few bytes', 'Send as bytes');
  await expectLine(page, '↓11 bytes');
  await send(page, 'a word of a hundred letters, which is longer than any screen: '.padEnd(160, 'longer'));
  await expectLine(page, '↓a word');
  await expectFits(page, `echo-http-${size}-${colorScheme}`);
  await expectAccessible(page);
});

describe('with COMPRESSION=1', () => {
  beforeEach(async () => {
    await demo.stop();
    demo = await startDemo(readSettings({ PORT: '0', COMPRESSION: '1' }));
  });

  test('the browser agrees to compression, and all sizes come back, each twice', async () => {
    const page = await open();
    // In the page: texts and bytes, one after the other, on a socket of its own.
    const result = await page.evaluate(`new Promise((resolve, reject) => {
      const texts = ['', 'short', 'κόσμε '.repeat(20000)];
      const messages = [...texts, ...texts, ...[0, 100, 100000].map((size) => new Uint8Array(size).fill(7))];
      const socket = new WebSocket(location.href.replace('http', 'ws') + 'echo');
      socket.binaryType = 'arraybuffer';
      const same = (sent, back) =>
        typeof sent === 'string' ? sent === back : String(sent) === String(new Uint8Array(back));
      let next = 0;
      socket.onopen = () => socket.send(messages[0]);
      socket.onmessage = ({ data }) => {
        if (!same(messages[next], data)) reject(new Error('message ' + next + ' has come back as another'));
        if (++next < messages.length) socket.send(messages[next]);
        else socket.close();
      };
      socket.onclose = ({ code, wasClean }) => resolve({ next, code, wasClean, extensions: socket.extensions });
    })`);
    expect(result).toMatchObject({
      next: 9,
      wasClean: true,
      extensions: expect.stringMatching(/^permessage-deflate/),
    });
  });

  test('two pages talk in the chat', async () => {
    const one = await open('/chat/lobby');
    const two = await open('/chat/lobby');
    await send(two, 'hello from two '.repeat(100));
    await expectLine(one, '↓hello from two hello from two');
    await send(one, 'hello from one '.repeat(100));
    await expectLine(two, '↓hello from one hello from one');
  });
});
