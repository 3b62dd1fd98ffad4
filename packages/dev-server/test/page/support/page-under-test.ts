// The page of a dev server of its own, in a real browser. A test fails when the page complains in its console.
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { WebSocket as Client } from 'ws';
import { silentLogger } from '@ws4ts/core';
import { launchBrowser, launchTimeout } from '@ws4ts/browser';
import { startDevServer, type DevServer, type DevServerOptions } from '../../../src/index.js';

/** For people to look at; not compared. */
const SCREENSHOTS = new URL('../../../../../.cache/screenshots/dev-server/', import.meta.url).pathname;

/** The sizes that the page has to fit. */
export const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

/** How long a test in the browser may take. */
export const BROWSER_TIME = 60_000;

/** Launches the browser for a test file, and gives each test a server and a context of its own. */
export class PageUnderTest {
  private browser: Browser | undefined;
  private problems: string[] = [];
  private readonly clients: Client[] = [];
  server!: DevServer;
  context!: BrowserContext;

  constructor(options: Partial<DevServerOptions> = {}) {
    beforeAll(async () => {
      this.browser = await launchBrowser();
      await mkdir(SCREENSHOTS, { recursive: true });
    }, launchTimeout);
    afterAll(() => this.browser?.close());
    beforeEach(async () => {
      this.problems = [];
      this.server = await startDevServer({ port: 0, logger: silentLogger, ...options });
      this.context = await this.browser!.newContext({ acceptDownloads: true });
      this.context.setDefaultTimeout(15_000);
    });
    afterEach(async () => {
      for (const client of this.clients.splice(0)) client.terminate();
      await this.context.close();
      await this.server.stop();
      if (this.problems.length > 0) throw new Error(`the page has said: ${this.problems.join(', ')}`);
    }, 30_000);
  }

  /** A client of the server that is not the page: npm `ws`. */
  async client(path: string): Promise<Client> {
    const client = new Client(this.server.url + path);
    this.clients.push(client);
    await once(client, 'open');
    return client;
  }

  /** Opens the page; a hash goes behind its URL. */
  async open({ hash = '', size = SIZES.wide, quiet = false } = {}): Promise<Page> {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('console', (message) => {
      if (!quiet) this.problems.push(message.text());
    });
    await page.setViewportSize(size);
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

  /** Writes a picture for people to look at. */
  async screenshot(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
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

/** Writes a message into the composer and sends it by the keyboard. */
export async function send(page: Page | Locator, text: string): Promise<void> {
  const message = page.getByLabel('Message', { exact: true });
  await message.fill(text);
  await message.press('Control+Enter');
}
