// Makes a case of a script: what to send, how to cut it, what must come back. Most cases are one of these.
import type { ConformanceCase } from '../conformance-case.js';
import { opcodes } from '../wire/client-frame.js';
import type { RawPeer } from '../wire/raw-peer.js';

/** One thing that must come back. */
export type Expected = (peer: RawPeer) => Promise<unknown>;

const bytesOf = (payload: Uint8Array | string) => (typeof payload === 'string' ? Buffer.from(payload) : payload);

/** The text comes back. */
export const echoes =
  (payload: Uint8Array | string): Expected =>
  (peer) =>
    peer.expectMessage(opcodes.text, bytesOf(payload));

/** The binary message comes back. */
export const echoesBinary =
  (payload: Uint8Array | string): Expected =>
  (peer) =>
    peer.expectMessage(opcodes.binary, bytesOf(payload));

export const pongs =
  (payload: Uint8Array | string = ''): Expected =>
  (peer) =>
    peer.expectPong(bytesOf(payload));

/** The server closes with the code and ends TCP. */
export const fails =
  (...codes: readonly number[]): Expected =>
  (peer) =>
    peer.expectFailure(...codes);

/** The server answers our Close with one of the codes (`undefined`: an empty body) and ends TCP. */
export const closes =
  (...codes: readonly (number | undefined)[]): Expected =>
  async (peer) => {
    await peer.expectClose(codes);
    await peer.expectEnd('the end of TCP after the closing handshake (§7.1.1)');
  };

export interface Script extends Omit<ConformanceCase, 'run'> {
  readonly send: readonly Uint8Array[];
  /** Whole: one write. Frames: a write for each item of `send`. A number: pieces of so many bytes. */
  readonly cut?: 'whole' | 'frames' | number;
  readonly expect: readonly Expected[];
}

/** A case that sends and then expects; a connection that should have survived is closed cleanly at the end. */
export function script({ send, cut = 'whole', expect, ...head }: Script): ConformanceCase {
  return {
    ...head,
    async run(server) {
      const peer = await server.open();
      if (cut === 'whole') peer.send(...send);
      else if (cut === 'frames') await peer.sendApart(send);
      else await peer.sendPieces(Buffer.concat(send), cut);
      for (const expected of expect) await expected(peer);
      if (!peer.inbox.ending) await peer.closeCleanly();
    },
  };
}

/** Says no to servers that take smaller messages. */
export const needsMessageSize = (bytes: number) => (settings: { readonly maxMessageSize: number }) =>
  settings.maxMessageSize < bytes ? `the server takes messages of ${settings.maxMessageSize} bytes only` : undefined;
