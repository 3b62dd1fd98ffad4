// What the environment says, checked: a mistake in it is one clear sentence.
import type { ServerOptions } from '@ws4ts/core';

/** How the demo runs. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly options: Partial<ServerOptions>;
  /** Over how many milliseconds the sockets are closed when the server stops. */
  readonly drainJitter: number;
  /** The subprotocols that /echo accepts. */
  readonly subprotocols: readonly string[];
}

/** A variable of the environment has a value that makes no sense. */
export class SettingError extends Error {}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+$/i;

/** Reads the settings; throws a SettingError. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const number = (name: string, least: number, most: number): number | undefined => {
    const text = environment[name];
    if (text === undefined || text === '') return undefined;
    if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new SettingError(`${name} is ${JSON.stringify(text)}: give a whole number from ${least} to ${most}.`);
  };
  const list = (name: string, allows: RegExp, must: string): string[] | undefined => {
    const entries = (environment[name] ?? '').split(',').map((entry) => entry.trim());
    const given = entries.filter((entry) => entry !== '');
    const bad = given.find((entry) => !allows.test(entry));
    if (bad !== undefined)
      throw new SettingError(`${name} has ${JSON.stringify(bad)}: give ${must}, with commas between.`);
    return given.length === 0 ? undefined : given;
  };
  const { ORIGINS: origins, COMPRESSION: compression = '' } = environment;
  if (!['', '0', '1'].includes(compression)) {
    throw new SettingError(`COMPRESSION is ${JSON.stringify(compression)}: give 1 to turn it on, or 0.`);
  }
  return {
    host: environment.HOST || '127.0.0.1',
    port: number('PORT', 0, 65_535) ?? 9000,
    drainJitter: number('DRAIN_JITTER', 0, 9_000) ?? 0,
    subprotocols: list('SUBPROTOCOLS', TOKEN, 'names without spaces') ?? [],
    options: defined({
      compression: compression === '1' ? true : undefined,
      maxMessageSize: number('MAX_MESSAGE_SIZE', 1, 2 ** 30),
      handshakeTimeout: number('HANDSHAKE_TIMEOUT', 1, 2 ** 31 - 1),
      closeTimeout: number('CLOSE_TIMEOUT', 1, 2 ** 31 - 1),
      origins:
        origins === 'any' || origins === 'same'
          ? origins
          : list('ORIGINS', ORIGIN, "any, same, or pages' origins such as https://example.org"),
    }),
  };
}

/** Leaves out what is not set, so that the library's own default holds. */
function defined<Values extends object>(values: Values): { [Name in keyof Values]: Exclude<Values[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
