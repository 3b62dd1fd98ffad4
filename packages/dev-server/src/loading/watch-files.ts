// Tells when files have changed. Their folders are watched, for editors replace files rather than write them.
import { existsSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** How long nothing must have changed, in milliseconds: editors write in several steps. */
const QUIET = 60;

/** Watches files until `stop`; other files may be named later. */
export class FileWatcher {
  private readonly watchers = new Map<string, FSWatcher>();
  private files = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly changed: () => void) {}

  /** Watches these files, by absolute path, and no others. */
  watch(files: readonly string[]): void {
    this.files = new Set(files);
    const folders = new Set(files.map(dirname));
    for (const [folder, watcher] of this.watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.watchers.delete(folder);
    }
    for (const folder of folders) {
      if (this.watchers.has(folder) || !existsSync(folder)) continue;
      const watcher = watch(folder, (_event, name) => {
        if (name === null || this.isWatched(folder, name)) this.settle();
      });
      // A folder that goes away is no reason to end the server.
      this.watchers.set(
        folder,
        watcher.on('error', () => watcher.close()),
      );
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private isWatched(folder: string, name: string): boolean {
    return [...this.files].some((file) => dirname(file) === folder && basename(file) === name);
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.changed, QUIET);
  }
}
