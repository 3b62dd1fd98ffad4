import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileWatcher } from '../../src/loading/watch-files.js';
import { folderOf } from '../support/folder.js';
import { closeLater } from '../support/opened.js';

/** A watcher, and how often it has told. */
function watching() {
  let count = 0;
  let heard = (): void => {};
  const watcher = new FileWatcher(() => {
    count++;
    heard();
  });
  closeLater(() => watcher.stop());
  const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
  return { watcher, next, count: () => count };
}

test('it tells of a file that was written or replaced, and of no other', async () => {
  const folder = await folderOf({ 'a.ts': '1', 'b.ts': '1' });
  const { watcher, next, count } = watching();
  watcher.watch([join(folder, 'a.ts')]);
  let told = next();
  await writeFile(join(folder, 'a.ts'), '2');
  await told;
  told = next();
  await writeFile(join(folder, 'b.ts'), '2');
  await writeFile(join(folder, 'new.ts'), '3');
  await rename(join(folder, 'new.ts'), join(folder, 'a.ts'));
  await told;
  expect(count()).toBe(2);
});

test('it can be told to watch other files', async () => {
  const [one, two] = [await folderOf({ 'a.ts': '1' }), await folderOf({ 'a.ts': '1' })];
  const { watcher, next, count } = watching();
  watcher.watch([join(one, 'a.ts')]);
  watcher.watch([join(two, 'a.ts')]);
  const told = next();
  await writeFile(join(one, 'a.ts'), '2');
  await writeFile(join(two, 'a.ts'), '2');
  await told;
  expect(count()).toBe(1);
});
