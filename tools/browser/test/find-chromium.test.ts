import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../src/index.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ws4ts-browser-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function program(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
  return path;
}

test('CHROMIUM comes first', async () => {
  const mine = await program('mine');
  await program('chromium');
  expect(findChromium({ CHROMIUM: mine, PATH: folder })).toBe(mine);
});

test('CHROMIUM must be a program', async () => {
  const path = join(folder, 'nothing');
  expect(() => findChromium({ CHROMIUM: path })).toThrow(`CHROMIUM is "${path}", which is not a program`);
});

test.each(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])('%s is found', async (name) => {
  expect(findChromium({ PATH: `/nowhere:${folder}` })).toBeUndefined();
  const path = await program(name);
  expect(findChromium({ PATH: `/nowhere:${folder}` })).toBe(path);
});
