// What was said last, room by room. It is bounded both ways: by messages in a room, and by rooms.
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { User } from './user.js';

/** One message. */
export interface Said {
  readonly user: User;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const MESSAGES = 50;
const ROOMS = 1000;

/** Remembers the last 50 messages of each of the last 1000 rooms in which something was said. */
export class History {
  private constructor(
    private readonly rooms: Map<string, readonly Said[]>,
    private readonly file: string | undefined,
  ) {}

  /** Begins with what a file holds; with nothing where there is no file. Rejects when it cannot be read. */
  static async load(file: string | undefined): Promise<History> {
    if (file === undefined) return new History(new Map(), undefined);
    try {
      return new History(new Map(parse(await readFile(file, 'utf8'))), file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new History(new Map(), file);
      throw error;
    }
  }

  /** The messages of a room, the oldest first. */
  of(room: string): readonly Said[] {
    return this.rooms.get(room) ?? [];
  }

  add(room: string, said: Said): void {
    const messages = [...this.of(room), said].slice(-MESSAGES);
    // Put at the end, so that the first is the room that has been silent for longest.
    this.rooms.delete(room);
    this.rooms.set(room, messages);
    if (this.rooms.size > ROOMS) this.rooms.delete(this.rooms.keys().next().value ?? '');
  }

  /** Writes the file, if there is one to be. */
  async save(): Promise<void> {
    if (this.file === undefined) return;
    // A server that is killed while it writes leaves the old file as it was.
    await writeFile(`${this.file}.new`, JSON.stringify([...this.rooms]), { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }
}

/** Reads what `save` has written; throws a SyntaxError for anything else. */
function parse(text: string): [string, readonly Said[]][] {
  const rooms = JSON.parse(text) as unknown;
  const isRoom = (room: unknown): boolean =>
    Array.isArray(room) && typeof room[0] === 'string' && Array.isArray(room[1]);
  if (!Array.isArray(rooms) || !rooms.every(isRoom)) throw new SyntaxError('it is no list of rooms');
  return rooms as [string, readonly Said[]][];
}
