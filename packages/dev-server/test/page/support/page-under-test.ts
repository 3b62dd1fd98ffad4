// The page of a dev server of its own, in a real browser. A test fails when the page complains in its console.
import { once } from 'node:events';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { WebSocket as Client } from 'ws';
import { silentLogger } from '@ws4ts/core';
import { SIZES, Visits, type Size } from '@ws4ts/browser';
import { startDevServer, type DevServer, type DevServerOptions } from '../../../src/index.js';

/** Gives each test a server, and a browser for all its pages. */
export class PageUnderTest {
  private readonly visits = new Visits();
  private readonly clients: Client[] = [];
  server!: DevServer;
  context!: BrowserContext;

  constructor(options: Partial<DevServerOptions> = {}) {
    beforeEach(async () => {
      this.server = await startDevServer({ port: 0, logger: silentLogger, ...options });
      this.context = await this.visits.context();
    });
    afterEach(async () => {
      for (const client of this.clients.splice(0)) client.terminate();
      await this.server.stop();
    });
  }

  /** A client of the server that is not the page: npm `ws`. */
  async client(path: string): Promise<Client> {
    const client = new Client(this.server.url + path);
    this.clients.push(client);
    await once(client, 'open');
    return client;
  }

  /** Opens the page; a hash goes behind its URL. `quiet` lets it complain. */
  async open({ hash = '', size = 'wide' as Size, quiet = false } = {}): Promise<Page> {
    if (quiet) this.visits.forgive(/./);
    const page = await this.context.newPage();
    await page.setViewportSize(SIZES[size]);
    await page.goto(this.server.pageUrl + hash);
    await page.getByRole('button', { name: 'Connect', exact: true }).first().waitFor();
    return page;
  }

  /** Opens the page, and connects to a URL as it stands in a link. */
  async connected(url = '/echo', more = ''): Promise<Page> {
    const page = await this.open({ hash: `#url=${encodeURIComponent(url)}${more}` });
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await expectPhase(page, 'open');
    return page;
  }
}

/** Waits until a session is in a phase: `open`, `idle`, … */
export async function expectPhase(page: Page | Locator, phase: string): Promise<void> {
  await page.locator(`[data-phase=${phase}]`).first().waitFor();
}

/** Waits for a line of the timeline that has these words, and returns the last one. */
export async function expectRow(page: Page | Locator, direction: string, text: string | RegExp): Promise<Locator> {
  const row = page.locator(`.row.${direction}`).filter({ hasText: text }).last();
  await row.waitFor();
  return row;
}

/** Writes a message into the composer and sends it by the keyboard, once it can be sent. */
export async function send(page: Page | Locator, text: string): Promise<void> {
  const message = page.getByLabel('Message', { exact: true });
  await message.fill(text);
  const composer = page.getByRole('region', { name: 'Composer' });
  await composer.getByRole('button', { name: 'Send', disabled: false }).waitFor();
  await message.press('Control+Enter');
}
