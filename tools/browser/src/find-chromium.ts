import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The environment variables that decide which browser is found. */
export interface Environment {
  readonly CHROMIUM?: string | undefined;
  readonly PATH?: string | undefined;
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Returns the path of a Chromium: the one that CHROMIUM names, else the first that is installed. */
export function findChromium({ CHROMIUM, PATH = '' }: Environment = process.env): string | undefined {
  if (CHROMIUM) {
    if (!isExecutable(CHROMIUM)) throw new Error(`CHROMIUM is "${CHROMIUM}", which is not a program`);
    return CHROMIUM;
  }
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...applications].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
