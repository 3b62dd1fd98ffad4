// What the environment says, checked: a mistake in it is one clear sentence.
import { randomBytes } from 'node:crypto';

/** How the chat runs. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** What tokens are signed with. */
  readonly tokenKey: string;
  /** Whether that key was given, and so outlives the server. */
  readonly isKeyGiven: boolean;
}

/** A variable of the environment has a value that makes no sense. */
export class SettingError extends Error {}

const SHORTEST_KEY = 16;

/** Reads the settings; throws a SettingError. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { HOST: host, PORT: port, TOKEN_KEY: key = '' } = environment;
  if (key !== '' && key.length < SHORTEST_KEY) {
    throw new SettingError(`TOKEN_KEY is too short: give ${SHORTEST_KEY} characters or more that nobody can guess.`);
  }
  return {
    host: host || '127.0.0.1',
    port: readPort(port || '9002'),
    tokenKey: key || randomBytes(32).toString('base64url'),
    isKeyGiven: key !== '',
  };
}

function readPort(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new SettingError(`PORT is ${JSON.stringify(text)}: give a whole number from 0 to 65535.`);
}
