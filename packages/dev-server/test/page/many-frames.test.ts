// The timeline holds a bounded number of frames, and stays smooth with all of them.
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expectFits } from '@ws4ts/browser';
import { expectRow, PageUnderTest } from './support/page-under-test.js';

const under = new PageUnderTest();

const STEPS = 120;

/**
 * Scrolls from one end to the other, and returns what the most expensive step took of the page's thread, in milliseconds.
 * It is the thread's own time: what else the machine has to do meanwhile says nothing about the page.
 */
async function longestStep(page: Page): Promise<number> {
  const devtools = await under.context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const { value } = metrics.find(({ name }) => name === 'TaskDuration')!;
    return value * 1000;
  };
  let longest = 0;
  let before = await spent();
  for (let step = 0; step <= STEPS; step++) {
    await page.evaluate(`new Promise((resolve) => {
      const list = document.querySelector('.rows');
      list.scrollTop = ((list.scrollHeight - list.clientHeight) * ${step}) / ${STEPS};
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    })`);
    const now = await spent();
    longest = Math.max(longest, now - before);
    before = now;
  }
  await devtools.detach();
  return longest;
}

test('100,000 frames scroll without a step over 100 ms, and the oldest make room for new ones', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ws4ts-frames-'));
  const file = join(folder, 'many.ndjson');
  const line = (number: number): string =>
    JSON.stringify({
      number,
      direction: number % 2 === 0 ? 'sent' : 'received',
      time: number / 10,
      opcode: 'text',
      firstByte: 0x81,
      final: true,
      compressed: false,
      masked: number % 2 === 0,
      length: 24,
      wireLength: 30,
      payload: { text: `{"number":${number},"more":"words"}` },
      truncated: false,
    });
  try {
    await writeFile(file, Array.from({ length: 100_010 }, (_, index) => `${line(index + 1)}\n`).join(''));
    const page = await under.open();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Export and import' }).click();
    await page.getByRole('button', { name: 'Load a recording' }).click();
    await (await choosing).setFiles(file);
    const last = await expectRow(page, 'sent', '"number":100010,');
    expect(await last.getAttribute('aria-setsize')).toBe('100000');
    expect(await page.locator('.row').count()).toBeLessThan(100);

    const longest = await longestStep(page);
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(100);

    await page.getByRole('listbox', { name: 'Frames' }).focus();
    await page.keyboard.press('Home');
    await expectRow(page, 'received', '"number":11,');
    await page.getByLabel('Search frames').fill('"number":99999,');
    await expectRow(page, 'received', '"number":99999,');
    expect(await page.locator('.row').count()).toBe(1);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a flood of ten thousand messages is shown, or its gaps are told', async () => {
  const page = await under.connected('/flood');
  await expectRow(page, 'received', '10000 of 10000');
  await expectFits(page, 'dev-server/flood');
});
