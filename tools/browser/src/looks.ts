// Whether everybody can use a page: nothing sticks out on a small screen, and axe-core finds nothing that shuts people out.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** The screens that a page has to fit. */
export const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };

export type Size = keyof typeof SIZES;

/** What a page may be looked at with, for `describe.each`. */
export const LOOKS = [
  ['wide', 'light'],
  ['wide', 'dark'],
  ['narrow', 'light'],
  ['narrow', 'dark'],
] as const;

/** For people to look at; not compared. */
const SCREENSHOTS = new URL('../../../.cache/screenshots/', import.meta.url).pathname;

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Expects a page to scroll nowhere as a whole, and takes a picture of it, whose name may have folders. */
export async function expectFits(page: Page, picture: string): Promise<void> {
  const { width, height } = page.viewportSize()!;
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThanOrEqual(height);
  await page.screenshot({ path: `${SCREENSHOTS}${picture}.png` });
}

/** Expects axe-core to find no fault: too little contrast, a field without a name. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(await readFile(axe, 'utf8'));
  const faults = await page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`);
  expect(faults).toEqual([]);
}
