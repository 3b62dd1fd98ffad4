import { launchBrowser, launchTimeout } from '../src/index.js';

test(
  'a browser is launched and speaks WebSocket',
  async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      expect(await page.evaluate('typeof WebSocket')).toBe('function');
    } finally {
      await browser.close();
    }
    expect(browser.isConnected()).toBe(false);
  },
  launchTimeout,
);
