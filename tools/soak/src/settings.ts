// How long and how hard the soak is: all of it is bounded.

/** What the command line sets; each is a whole number from 1. */
export interface Settings {
  /** How many clients there are at any time. */
  readonly connections: number;
  /** How many rounds there are; in each one in twenty clients goes and another comes. */
  readonly rounds: number;
  /** The time between two rounds, in milliseconds. */
  readonly pause: number;
}

const DEFAULTS: Settings = { connections: 10_000, rounds: 60, pause: 1000 };

/** Reads `--connections 500 --rounds 10 --pause 100`; throws an Error for anything else. */
export function readSettings(words: readonly string[]): Settings {
  const settings: Record<string, number> = { ...DEFAULTS };
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i]!.replace(/^--/, '');
    const value = Number(words[i + 1]);
    if (!(name in DEFAULTS) || !Number.isSafeInteger(value) || value < 1) {
      throw new Error(
        `${words[i]} ${words[i + 1]} is no setting: use --${Object.keys(DEFAULTS).join(', --')} and a number`,
      );
    }
    settings[name] = value;
  }
  return settings as unknown as Settings;
}
