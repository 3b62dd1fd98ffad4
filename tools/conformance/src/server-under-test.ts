// The server as the cases see it: where it listens, what it is told to be, and a way to open connections to it.
import { check } from './failure.js';
import type { Settings } from './settings.js';
import { judgeAccepted } from './wire/judge-handshake.js';
import type { HttpResponse } from './wire/http-response.js';
import { RawPeer } from './wire/raw-peer.js';
import { type RequestChange, type UpgradeRequest, upgradeRequest } from './wire/upgrade-request.js';

/** One per case: it owns the case's connections. */
export class ServerUnderTest {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly #peers: RawPeer[] = [];

  constructor(
    url: string,
    readonly settings: Settings,
  ) {
    const { protocol, hostname, port, pathname, search } = new URL(url);
    check(protocol === 'ws:', `"${url}" is not a ws: URL`);
    this.host = hostname;
    this.port = Number(port || 80);
    this.path = pathname + search;
  }

  get authority(): string {
    return `${this.host}:${this.port}`;
  }

  request(change?: RequestChange): UpgradeRequest {
    return upgradeRequest(this.authority, this.path, change);
  }

  /** Connects TCP and says nothing. */
  async connect(): Promise<RawPeer> {
    const peer = await RawPeer.connect(this.host, this.port, this.settings.patience);
    this.#peers.push(peer);
    return peer;
  }

  /** Opens a WebSocket; the server's answer is judged. */
  async open(change?: RequestChange): Promise<RawPeer> {
    return (await this.handshake(change)).peer;
  }

  async handshake(change?: RequestChange): Promise<{ peer: RawPeer; response: HttpResponse }> {
    const peer = await this.connect();
    const request = this.request(change);
    peer.send(request.bytes);
    const { response } = await peer.readResponse();
    judgeAccepted(response, request);
    return { peer, response };
  }

  /** Ends all connections of the case, without ceremony. */
  dispose(): void {
    for (const peer of this.#peers) peer.socket.destroy();
  }
}
