// A server that follows a script, and all that a client makes of it.
import type { ClientOptions } from '../../src/client/client-options.js';
import { connect } from '../../src/client/connect.js';
import { silentLogger } from '../../src/options/logger.js';
import { ConnectionClosed } from '../../src/vocabulary/errors.js';
import { turns } from '../support-connection/deferred.js';
import type { Frame, RawPeer } from '../support-connection/raw-peer.js';
import { rawServer } from './raw-server.js';

export interface Script {
  /** What follows the head of a right 101; then the server ends its side. */
  readonly frames: Uint8Array;
  /** Cuts the whole, the 101 included; one piece when it is left out. */
  readonly cut?: (whole: Buffer) => readonly Buffer[];
  readonly options?: Partial<ClientOptions>;
  /** The server's answer to the offer of compression. */
  readonly extensions?: string;
}

/** What a client heard and said. */
export interface Hearing {
  readonly messages: readonly (string | Buffer)[];
  readonly closeCode: number | undefined;
  readonly closeReason: string | undefined;
  readonly said: readonly Frame[];
}

/** Lets a client hear a script to its end. */
export async function hear({ frames, cut = (whole) => [whole], options, extensions }: Script): Promise<Hearing> {
  let peer!: RawPeer;
  const { url } = await rawServer((caller) => {
    ({ peer } = caller);
    const answer = caller.right({ 'Sec-WebSocket-Extensions': extensions });
    void speak(peer, cut(Buffer.concat([Buffer.from(answer), frames])));
  });
  const client = await connect(url, { logger: silentLogger, compression: extensions !== undefined, ...options });
  const messages: (string | Buffer)[] = [];
  try {
    for await (const { data } of client) messages.push(data);
  } catch (error) {
    if (!(error instanceof ConnectionClosed)) throw error;
  }
  await client.whenClosed;
  await peer.closed();
  const said: Frame[] = [];
  while (peer.bytes.length > 0) said.push(await peer.frame());
  return { messages, closeCode: client.closeCode, closeReason: client.closeReason, said };
}

/** Each piece in a turn of its own. */
async function speak(peer: RawPeer, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    peer.write(piece);
    await turns(1);
  }
  peer.stream.end();
}
