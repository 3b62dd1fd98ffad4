// The file of a recording, when what reads it is slow: a pipe that nobody reads for a while.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rawFrame } from '../../src/frames/raw-frame.js';
import { ConnectionObserver } from '../../src/frames/connection-observer.js';
import type { RecordedLine } from '../../src/index.js';
import { Recording } from '../../src/recording/recording.js';
import { RecordingFile } from '../../src/recording/recording-file.js';
import { folderOf } from '../support/folder.js';
import { closeLater } from '../support/opened.js';

const MEBIBYTE = 1024 * 1024;

/** A connection that is told to wait, and to go on. */
class Held {
  readonly told: string[] = [];
  readonly observer = new ConnectionObserver('server');
  private wake = (): void => {};
  readonly released = new Promise<void>((resolve) => (this.wake = resolve));

  hold(): void {
    this.told.push('hold');
  }

  release(): void {
    this.told.push('release');
    this.wake();
  }

  sees(payload: Buffer): void {
    this.observer.received.receive(rawFrame(0x82, payload, true));
  }
}

/** Opens the pipe for reading, and reads it once it is told to. */
const READER = 'exec 3< "$1"; read -r go; exec cat <&3';

/** A pipe that nobody reads until `read` is called, which resolves with all that was written. */
async function unreadPipe() {
  const path = join(await folderOf({}), 'pipe');
  await promisify(execFile)('mkfifo', [path]);
  const reader = spawn('/bin/sh', ['-c', READER, 'sh', path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(reader, 'close');
  closeLater(async () => {
    reader.kill('SIGKILL');
    await ended;
  });
  let text = '';
  reader.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const read = async (): Promise<string> => {
    reader.stdin.end('go\n');
    await ended;
    return text;
  };
  return { path, read };
}

test('connections wait while it is behind, new ones too, and nothing is lost', async () => {
  const { path, read } = await unreadPipe();
  const recording = new Recording();
  await recording.writeTo(path);
  const [one, two] = [new Held(), new Held()];
  const endOne = recording.add({ session: 'one', url: '/', near: 'server', stream: one });
  const payloads = Array.from({ length: 6 }, (_, i) => Buffer.alloc(MEBIBYTE, i));
  for (const payload of payloads.slice(0, 2)) one.sees(payload);
  expect(one.told).toEqual([]);
  // In base64 these are more than four megabytes.
  for (const payload of payloads.slice(2)) one.sees(payload);
  expect(one.told).toEqual(['hold']);
  const endTwo = recording.add({ session: 'two', url: '/', near: 'server', stream: two });
  expect(two.told).toEqual(['hold']);

  const reading = read();
  await Promise.all([one.released, two.released]);
  endOne();
  endTwo();
  await recording.end();
  const lines = (await reading)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedLine);
  expect(lines.map(({ kind, session }) => `${kind} ${session}`)).toEqual([
    'opened one',
    ...payloads.map(() => 'frame one'),
    'opened two',
    'closed one',
    'closed two',
  ]);
  const frames = lines.filter((line) => line.kind === 'frame');
  expect(frames.map(({ payload }) => payload)).toEqual(payloads.map((bytes) => ({ base64: bytes.toString('base64') })));
});

test('a failure is told at the end, and nobody waits for the file any more', async () => {
  const heard: string[] = [];
  let followed = (): void => {};
  const failed = new Promise<void>((resolve) => (followed = resolve));
  // A device that is always full.
  const file = await RecordingFile.open('/dev/full', {
    fell: () => heard.push('fell'),
    followed: () => {
      heard.push('followed');
      followed();
    },
  });
  file.write('x'.repeat(5 * MEBIBYTE));
  await failed;
  expect(heard).toEqual(['fell', 'followed']);
  file.write('x'.repeat(5 * MEBIBYTE));
  expect(heard).toHaveLength(2);
  await expect(file.end()).rejects.toMatchObject({ code: 'ENOSPC' });
});
