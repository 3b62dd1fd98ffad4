// What a dev server may be told.
import type { Logger, Routes, ServerOptions } from '@ws4ts/core';

/** Options of `startDevServer`. All may be left out: then its own routes are served on 127.0.0.1:9000. */
export interface DevServerOptions {
  /** Default: `'127.0.0.1'`. Anything that other machines reach needs a `token`. */
  readonly host: string;
  /** 0 takes a free one. Default: 9000. */
  readonly port: number;
  /** What the page has to know: it can do all that this program can. At least 8 characters. Default: one that is drawn by chance. */
  readonly token: string | undefined;
  /** What is served, in place of files. Default: `/echo`, `/chat/:room` and others to try things with. */
  readonly routes: Routes | undefined;
  /** TypeScript or JavaScript files with classes of sockets. Default: none. */
  readonly files: readonly string[];
  /** Paths for classes of the files by their names, for those without `@WebSocketRoute`. Default: none. */
  readonly paths: Readonly<Record<string, string>>;
  /** Whether the files are loaded again when they change. Default: false. */
  readonly watch: boolean;
  /** A server that every path is passed on to, in place of routes: `ws://host:port`. Default: none. */
  readonly proxy: string | undefined;
  /** Whether a certificate of that server is taken that nobody vouches for, as one of a server on this machine. Default: false. */
  readonly insecure: boolean;
  /** A file that all frames are written to, as NDJSON, with whole payloads of up to 64 MiB. Default: none. */
  readonly record: string | undefined;
  /** Options of all routes; what a class carries goes before them. Default: those of core. */
  readonly server: Partial<ServerOptions>;
  /** Where refusals and failures are told. Default: the standard error output. */
  readonly logger: Logger;
  /** Told when the files were loaded again, or could not be. */
  readonly reloaded: ((error: Error | undefined) => void) | undefined;
}
