// The page: its own files, and the libraries that it is made with.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FILES_PATH } from '../relay/relay-messages.js';

const PUBLIC = new URL('../../public/', import.meta.url);
const MODULES: Readonly<Record<string, string>> = {
  preact: 'preact',
  'preact/hooks': 'preact/hooks',
  htm: 'htm',
  uplot: 'uplot/dist/uPlot.esm.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
};
const CONTENT: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};
const HEADERS = {
  'cache-control': 'no-cache',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** What stands in place of the page for who has no token. */
export const LOCKED_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>ws4ts dev server</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem }</style>
<h1>This page needs its token</h1>
<p>Open it by the URL that the dev server has printed in its terminal, behind the word <strong>page</strong>: it ends in
<code>?token=…</code>. Whoever has the token can do all that the server can, so nobody else gets in.</p>
</html>
`;

/** The file behind a path; undefined when there is none. `/` is the page. */
function fileOf(path: string): URL | undefined {
  if (path === '/') return new URL('index.html', PUBLIC);
  const name = path.slice(FILES_PATH.length);
  if (name.startsWith('modules/')) return moduleFile(name.slice('modules/'.length));
  if (!/^[\w-]+([./][\w-]+)*$/.test(name)) return undefined;
  return new URL(name, PUBLIC);
}

function moduleFile(name: string): URL | undefined {
  const id = Object.hasOwn(MODULES, name) ? MODULES[name]! : undefined;
  if (id === undefined) return undefined;
  // A style sheet is no module: it lies beside one that is.
  if (!id.endsWith('.css')) return new URL(import.meta.resolve(id));
  const [packageName] = id.split('/');
  const root = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  return new URL(id.slice(packageName!.length + 1), pathToFileURL(root));
}

/** Answers with a file of the page; false when there is no such file. */
export async function servePageFile(path: string, response: ServerResponse, cookie?: string): Promise<boolean> {
  let bytes: Buffer;
  const file = fileOf(path);
  if (file === undefined) return false;
  try {
    bytes = await readFile(fileURLToPath(file));
  } catch {
    return false;
  }
  const type = CONTENT[extname(file.pathname)] ?? 'application/octet-stream';
  response.writeHead(200, {
    ...HEADERS,
    'content-type': type,
    ...(type.startsWith('text/html') && { 'content-security-policy': policy(bytes.toString('utf8')) }),
    ...(cookie !== undefined && { 'set-cookie': cookie }),
  });
  response.end(bytes);
  return true;
}

/** Only this server's own files, and the scripts that stand in the page itself: its import map. */
function policy(page: string): string {
  const inline = Array.from(page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g), ([, text]) => text!);
  const hashes = inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    // The page may connect to any WebSocket from the browser itself.
    "connect-src 'self' ws: wss:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
