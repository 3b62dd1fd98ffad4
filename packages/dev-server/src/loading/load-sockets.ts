// Loads the user's classes from TypeScript or JavaScript files. They are given this program's own @ws4ts packages, whichever are
// installed beside them: a class that extends another copy of WebSocket would be no socket here.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as core from '@ws4ts/core';
import * as http from '@ws4ts/http';
import * as protocol from '@ws4ts/core/protocol';
import * as testing from '@ws4ts/core/testing';
import { createJiti, type Jiti } from 'jiti';
import { LoadingError } from './loading-error.js';
import { SeenManagers, type Manager } from './seen-managers.js';

const OURS = {
  '@ws4ts/core/protocol': protocol,
  '@ws4ts/core/testing': testing,
  '@ws4ts/http': http,
};

/** What the user wants served. */
export interface Wanted {
  readonly files: readonly string[];
  /** Paths for classes by their names, beside those that carry their own. */
  readonly paths: Readonly<Record<string, string>>;
}

/** What was loaded. */
export interface Loaded {
  readonly classes: readonly core.WebSocketClass[];
  /** The managers that the files have made, and make from now on. */
  readonly managers: Iterable<Manager>;
}

/**
 * Loads all files afresh; rejects with a LoadingError that says what is wrong in which file.
 *
 * @param sources is given all files that were read, the imported ones too, whether they can be served or not
 */
export async function loadSockets({ files, paths }: Wanted, sources = new Set<string>()): Promise<Loaded> {
  const root = pathToFileURL(`${process.cwd()}/`).href;
  for (const file of files) sources.add(resolve(file));
  const managers = new SeenManagers();
  const transformer = createJiti(root, { fsCache: false });
  const jiti = createJiti(root, {
    fsCache: false,
    virtualModules: { ...OURS, '@ws4ts/core': managers.core },
    interopDefault: false,
    transform: (source) => {
      if (source.filename !== undefined && !source.filename.includes('/node_modules/')) sources.add(source.filename);
      return { code: transformer.transform(source) };
    },
  });
  // jiti keeps modules where Node keeps those of require: what is loaded here is let go of, to be read afresh the next time.
  const before = new Set(Object.keys(jiti.cache));
  try {
    return { classes: await classesOf(jiti, { files, paths }), managers };
  } finally {
    for (const file of Object.keys(jiti.cache)) if (!before.has(file)) delete jiti.cache[file];
  }
}

/** A class that a file exports, by the name of its export, or by its own where it is the default one. */
interface Exported {
  readonly name: string;
  readonly target: core.WebSocketClass;
}

async function classesOf(jiti: Jiti, { files, paths }: Wanted): Promise<core.WebSocketClass[]> {
  const classes: Exported[] = [];
  for (const file of files) {
    for (const [name, target] of Object.entries(await importFile(jiti, file))) {
      if (isSocketClass(target)) classes.push({ name: name === 'default' ? target.name : name, target });
    }
  }
  const routed = new Set<core.WebSocketClass>();
  for (const [name, path] of Object.entries(paths)) {
    const [target, ...others] = new Set(classes.filter((one) => one.name === name).map((one) => one.target));
    if (target === undefined) {
      const names = classes.map((one) => one.name).join(', ') || 'none';
      throw new LoadingError(`there is no class ${name} in ${files.join(', ')}; classes of sockets there: ${names}`);
    }
    if (others.length > 0) {
      const sentence = `${name}=${path} may mean ${others.length + 1} classes of ${files.join(', ')}: rename all but one`;
      throw new LoadingError(sentence);
    }
    core.WebSocketRoute(path, optionsOf(target))(target);
    routed.add(target);
  }
  for (const { target } of classes) if (optionsOf(target) !== undefined) routed.add(target);
  if (routed.size === 0) {
    const [first] = classes;
    const advice = first === undefined ? '' : `, or say ${first.name}=/path`;
    throw new LoadingError(
      `no route in ${files.join(', ')}: export a class that extends WebSocket and has @WebSocketRoute('/path')${advice}`,
    );
  }
  return [...routed];
}

async function importFile(jiti: Jiti, file: string): Promise<Record<string, unknown>> {
  try {
    return await jiti.import<Record<string, unknown>>(resolve(file));
  } catch (error) {
    const { code, message } = error as Partial<NodeJS.ErrnoException>;
    const isMissing = code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
    if (isMissing && message?.includes(`'${resolve(file)}'`)) throw new LoadingError(`there is no file ${file}`);
    throw new LoadingError(`${file} cannot be loaded: ${said(error)}`, { cause: error });
  }
}

/** A syntax error says where by itself; any other one by the first line of its stack that is the user's. */
function said(error: unknown): string {
  // Not by instanceof: one of another realm (a vm, a test runner) is as good.
  const { message, stack = '' } = error as Partial<Error>;
  if (message === undefined) return String(error);
  const where = /\n\s+at [^\n]*?\(?((?:file:\/\/)?\/[^\n)]*?:\d+:\d+)\)?/.exec(stack)?.[1];
  const isSyntax = /:\d+:\d+/.test(message);
  // Node lists who has asked for a module that is missing, line by line.
  const said = message.replace(/\nRequire stack:[^]*/, '').replace(/\s*\n\s*/g, ' ');
  return isSyntax || where === undefined || where.includes('/node_modules/') ? said : `${said} (${where})`;
}

function isSocketClass(value: unknown): value is core.WebSocketClass {
  return typeof value === 'function' && value.prototype instanceof core.WebSocket;
}

/** The options that a class carries with its route; undefined when it carries none. */
function optionsOf(target: core.WebSocketClass): Partial<core.ServerOptions> | undefined {
  try {
    return new core.Router([target], {}).endpoints[0]?.options;
  } catch (error) {
    // A route that is carried and bad is to be heard of.
    if (error instanceof core.UsageError && /by @WebSocketRoute/.test(error.message)) return undefined;
    throw error;
  }
}
