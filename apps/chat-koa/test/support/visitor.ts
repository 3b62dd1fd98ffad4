// A person without a browser: a cookie, forms and sockets.
import { once } from 'node:events';
import { WebSocket as Client } from 'ws';
import type { Told } from '../../src/chat.js';
import type { Running } from '../../src/server.js';

export class Visitor {
  readonly #chat: Running;
  #cookie = '';
  readonly #clients: Client[] = [];

  constructor(chat: Running) {
    this.#chat = chat;
  }

  async request(path: string, { method = 'GET', form = '', origin = this.#chat.url } = {}): Promise<Response> {
    const body = method === 'POST' ? { body: form } : {};
    const headers = { cookie: this.#cookie, origin };
    const response = await fetch(this.#chat.url + path, { method, headers, redirect: 'manual', ...body });
    const cookies = response.headers.getSetCookie();
    if (cookies.length > 0) this.#cookie = cookies.map((line) => line.split(';')[0]).join('; ');
    return response;
  }

  signIn(name: string): Promise<Response> {
    return this.request('/sign-in', { method: 'POST', form: new URLSearchParams({ name }).toString() });
  }

  /** Asks for the socket of a room. */
  connect(room: string, origin = this.#chat.url): Listener {
    const url = `${this.#chat.url.replace('http', 'ws')}/chat/${room}`;
    const client = new Client(url, { headers: { cookie: this.#cookie, origin } });
    this.#clients.push(client);
    return new Listener(client);
  }

  leave(): void {
    for (const client of this.#clients.splice(0)) client.terminate();
  }
}

/** A socket that keeps what it is told until it is asked for it. */
export class Listener {
  readonly #told: Told[] = [];

  constructor(readonly client: Client) {
    client.on('message', (data: Buffer) => this.#told.push(JSON.parse(data.toString()) as Told));
    client.on('error', () => undefined);
  }

  async next(): Promise<Told> {
    while (this.#told.length === 0) await once(this.client, 'message');
    return this.#told.shift()!;
  }

  /** The status that the upgrade was refused with. */
  async refusal(): Promise<number | undefined> {
    const [, response] = (await once(this.client, 'unexpected-response')) as [unknown, { statusCode?: number }];
    return response.statusCode;
  }

  async ending(): Promise<[code: number, reason: string]> {
    const [code, reason] = (await once(this.client, 'close')) as [number, Buffer];
    return [code, reason.toString()];
  }
}
