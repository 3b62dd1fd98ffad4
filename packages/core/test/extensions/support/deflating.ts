// What tests of the Deflater make it with.
import { Deflater } from '../../../src/extensions/deflate/deflater.js';

/** What a Deflater is made with; where nothing is said, with the largest window, level 6, and no history. */
export interface Settings {
  windowBits?: number;
  level?: number;
  historySize?: number;
}

export const deflater = ({ windowBits = 15, level = 6, historySize = 0 }: Settings = {}): Deflater =>
  new Deflater({ windowBits, level, historySize });
