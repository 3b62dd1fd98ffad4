// The browsers that one test visits pages with. A test fails when a page complains: in its console, or by an error.
import { jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, launchTimeout } from './launch-browser.js';
import { SIZES, type Size } from './looks.js';

/** How long a test in the browser may take, in milliseconds. */
const PATIENCE = 60_000;

/** Launches Chromium for a test file, and closes after each test what that has opened. Make one at the top of the file. */
export class Visits {
  private browser: Browser | undefined;
  private readonly contexts: BrowserContext[] = [];
  private readonly problems: string[] = [];
  private forgiven: RegExp[] = [];

  /** `always` is what the console may say in every test. */
  constructor(always?: RegExp) {
    jest.setTimeout(PATIENCE);
    beforeAll(async () => {
      this.browser = await launchBrowser();
    }, launchTimeout);
    beforeEach(() => {
      this.forgiven = always === undefined ? [] : [always];
    });
    afterAll(() => this.browser?.close());
    afterEach(async () => {
      for (const context of this.contexts.splice(0)) await context.close();
      const problems = this.problems.splice(0);
      if (problems.length > 0) throw new Error(`a page has said: ${problems.join(', ')}`);
    });
  }

  /** Opens a browser of its own, whose cookies and storage no other has. */
  async context(size: Size = 'wide'): Promise<BrowserContext> {
    const context = await this.browser!.newContext({ viewport: SIZES[size], acceptDownloads: true });
    this.contexts.push(context);
    context.setDefaultTimeout(PATIENCE / 2);
    context.on('weberror', (error) => this.problems.push(error.error().message));
    context.on('console', (message) => {
      if (!this.forgiven.some((pattern) => pattern.test(message.text()))) this.problems.push(message.text());
    });
    return context;
  }

  /** Opens a page in a browser of its own. */
  async page(url: string, size?: Size): Promise<Page> {
    const page = await (await this.context(size)).newPage();
    await page.goto(url);
    return page;
  }

  /** Lets the console say what fits, until the test ends. */
  forgive(pattern: RegExp): void {
    this.forgiven.push(pattern);
  }
}
