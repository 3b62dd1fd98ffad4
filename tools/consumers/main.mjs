// Packs the packages and uses the tarballs as users do: applications outside the repository, each installed, compiled, run and
// talked with. A line for each consumer; the exit code is 1 when one has failed.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stage, tarball } from '@ws4ts/pack';
import { build, run, start } from './application.mjs';
import { consumers } from './consumers.mjs';
import { converse } from './conversation.mjs';

const PACKAGES = ['@ws4ts/core', '@ws4ts/http', '@ws4ts/nest'];

async function pack(out) {
  const tarballs = {};
  for (const [name, folder] of await stage(join(out, 'staged'), PACKAGES)) {
    tarballs[name] = `file:${await tarball(folder, out)}`;
  }
  return tarballs;
}

async function use(folder, consumer, tarballs) {
  mkdirSync(folder);
  await build(folder, consumer, tarballs);
  const application = await start(folder);
  try {
    const shown = await converse(application);
    if (consumer.jest === undefined) return shown;
    await run(folder, process.execPath, 'node_modules/jest/bin/jest.js', '--ci');
    return [...shown, 'its own test in jest'];
  } finally {
    application.kill();
  }
}

const temporary = mkdtempSync(join(tmpdir(), 'consumers-'));
try {
  const tarballs = await pack(temporary);
  for (const [index, consumer] of consumers.entries()) {
    try {
      const shown = await use(join(temporary, `app-${index}`), consumer, tarballs);
      console.log(`${consumer.name}: ${shown.join(', ')}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${consumer.name}: FAILED\n${error.stack}`);
    }
  }
} finally {
  rmSync(temporary, { recursive: true });
}
