import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './find-chromium.js';
import { installChromium } from './install-chromium.js';

/** How long a `beforeAll` that launches the browser may take, in milliseconds: the browser may have to be installed. */
export const launchTimeout = 300_000;

/** Without a sandbox, as root needs it in a container; and without what a browser asks the network for by itself. */
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Launches a headless Chromium, which is installed first where there is none. It never gives up silently: a test that
 * gets no browser fails. Close the browser in `afterAll`.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium() ?? (await installChromium());
  return chromium.launch({ executablePath, headless: true, args });
}
