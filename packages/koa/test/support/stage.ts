// Apps and clients of one test at a time.
import type Koa from 'koa';
import { CollectedLog, RawClient } from '@ws4ts/contract';
import type { HttpServer } from '@ws4ts/http';
import type { AttachOptions } from '../../src/index.js';
import { serve, type Served } from './serve.js';

export class KoaStage {
  readonly log = new CollectedLog();
  readonly #served: Served[] = [];
  readonly #clients: RawClient[] = [];

  async serve<StateT, ContextT>(
    app: Koa<StateT, ContextT>,
    options?: AttachOptions,
    server?: HttpServer,
  ): Promise<Served> {
    const served = await serve(app, { logger: this.log, ...options }, server);
    this.#served.push(served);
    return served;
  }

  /** Connects and says nothing. */
  async connect({ url }: Pick<Served, 'url'>, path = '/echo'): Promise<RawClient> {
    const client = await RawClient.connect(url + path);
    this.#clients.push(client);
    return client;
  }

  /** Connects and opens a socket. */
  async open(served: Pick<Served, 'url'>, path?: string): Promise<RawClient> {
    const client = await this.connect(served, path);
    await client.open();
    return client;
  }

  /** What comes back for `hello`. */
  async echo(served: Pick<Served, 'url'>, path?: string): Promise<string | Buffer> {
    const client = await this.open(served, path);
    client.sendText('hello');
    const back = await client.read();
    client.destroy();
    return back;
  }

  async clear(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.destroy();
    await Promise.all(this.#served.splice(0).map((served) => served.stop()));
    this.log.takeWarnings();
    const errors = this.log.takeErrors();
    if (errors.length > 0) throw new AggregateError(errors, `the server has logged: ${errors.join(', ')}`);
  }
}

/** The URL of a page beside the sockets. */
export function pageOf({ url }: Pick<Served, 'url'>, path = ''): string {
  return url.replace('ws', 'http') + path;
}
