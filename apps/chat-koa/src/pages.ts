// The files that browsers load. They are few and small: read once, and kept.
import { readFile } from 'node:fs/promises';
import type { Context, Next } from 'koa';

const FOLDER = new URL('../public/', import.meta.url);
const FILES = ['chat.html', 'chat.js', 'sign-in.html', 'style.css', 'icon.svg'] as const;

/** The name of a file that browsers load. */
export type PageName = (typeof FILES)[number];

/** All of them, in memory. */
export class Pages {
  private constructor(private readonly files: ReadonlyMap<string, Buffer>) {}

  static async load(): Promise<Pages> {
    const entries = FILES.map(async (name) => [name, await readFile(new URL(name, FOLDER))] as const);
    return new Pages(new Map(await Promise.all(entries)));
  }

  /** Answers with a page. */
  send(context: Context, name: PageName): void {
    context.body = this.files.get(name);
    context.type = name.slice(name.lastIndexOf('.'));
    context.set('cache-control', 'no-cache');
  }

  /** Middleware for what pages load: scripts, styles, the icon. */
  readonly assets = async (context: Context, next: Next): Promise<void> => {
    const name = FILES.find((file) => context.path === `/${file}` && !file.endsWith('.html'));
    if (name === undefined || !['GET', 'HEAD'].includes(context.method)) await next();
    else this.send(context, name);
  };
}

/** Middleware: browsers load nothing from elsewhere, and show no page of ours in a frame. */
export async function secureHeaders(context: Context, next: Next): Promise<void> {
  context.set(
    'content-security-policy',
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  context.set('x-content-type-options', 'nosniff');
  context.set('referrer-policy', 'same-origin');
  await next();
}
