// How frames leave the page: by its menu, to the clipboard, and as a test that runs.
import assert from 'node:assert/strict';
import { compileFunction } from 'node:vm';
import type { Page } from 'playwright-core';
import { connect } from '@ws4ts/core';

/** Picks an item of the menu above the timeline. */
export async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Export and import' }).click();
  await page.getByRole('button', { name: item }).click();
}

/** What the page copies comes here, since a headless browser has no clipboard. */
export async function catchCopies(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(`navigator.clipboard.writeText = async (text) => void (window.copied = text)`);
  return async () => {
    await page.getByText(/^Copied/).waitFor();
    return page.evaluate('window.copied');
  };
}

/** Runs a test as the page has written it: in place of its imports, it is given what they stand for. */
export async function runCopiedTest(source: string): Promise<void> {
  const body = source.replaceAll(/^import .*$/gm, '');
  const define = compileFunction(body, ['assert', 'connect', 'test']) as (...given: unknown[]) => void;
  const after: (() => void)[] = [];
  const running = new Promise<void>((resolve, reject) => {
    define(assert, connect, (_: string, run: (context: object) => Promise<void>) => {
      run({ after: (each: () => void) => after.push(each) }).then(resolve, reject);
    });
  });
  await running.finally(() => after.forEach((each) => each()));
}
