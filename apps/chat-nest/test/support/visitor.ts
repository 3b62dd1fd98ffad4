// A person without a browser: a token, requests and sockets.
import { once } from 'node:events';
import { connect, silentLogger } from '@ws4ts/core';
import { EnvelopeClient } from '@ws4ts/nest/client';
import type { Beat } from '../../src/chat/pulse.js';
import type { RoomSummary } from '../../src/chat/room-list.js';
import type { Told } from '../../src/chat/chat.js';
import type { Said } from '../../src/chat/history.js';

/** What one may ask the server. */
export type Asked = {
  say: { data: unknown; reply: Said & { heardBy: number } };
  rooms: { data: unknown; reply: RoomSummary[] };
  pulse: { data: unknown; reply: Beat };
};

export class Visitor {
  token = '';
  private readonly tabs: Tab[] = [];

  constructor(private readonly url: string) {}

  request(path: string, { method = 'GET', body = undefined as unknown, token = this.token } = {}): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) };
    return fetch(this.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  }

  async signIn(name: unknown): Promise<Response> {
    const response = await this.request('/sign-in', { method: 'POST', body: { name } });
    if (response.ok) ({ token: this.token } = (await response.clone().json()) as { token: string });
    return response;
  }

  /** Opens the socket of a room; rejects with a HandshakeError when it is refused. */
  async enter(room: string, { token = this.token, inQuery = false } = {}): Promise<Tab> {
    const url = `${this.url.replace('http', 'ws')}/rooms/${room}`;
    const socket = inQuery
      ? await connect(`${url}?token=${token}`, { logger: silentLogger })
      : await connect(url, {
          logger: silentLogger,
          ...(token !== '' && { headers: { authorization: `Bearer ${token}` } }),
        });
    const tab = new Tab(new EnvelopeClient<Asked>(socket));
    this.tabs.push(tab);
    return tab;
  }

  leave(): void {
    for (const { client } of this.tabs.splice(0)) client.socket.terminate();
  }
}

type Heard = { [Event in keyof Told]: { event: Event; data: Told[Event] } }[keyof Told];

/** A socket that keeps what it is told until it is asked for it. */
export class Tab {
  private readonly heard: Heard[] = [];
  private readonly arrivals = new EventTarget();

  constructor(readonly client: EnvelopeClient<Asked>) {
    for (const event of ['welcome', 'joined', 'left', 'said'] as const) {
      client.listen(event, (data) => {
        this.heard.push({ event, data } as Heard);
        this.arrivals.dispatchEvent(new Event('heard'));
      });
    }
  }

  async next(): Promise<Heard> {
    while (this.heard.length === 0) await once(this.arrivals, 'heard');
    return this.heard.shift()!;
  }

  async ending(): Promise<[code: number | undefined, reason: string | undefined]> {
    const { socket } = this.client;
    await socket.whenClosed;
    return [socket.closeCode, socket.closeReason];
  }
}
