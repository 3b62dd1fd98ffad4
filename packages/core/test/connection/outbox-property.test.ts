import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { WebSocket } from '../../src/socket/web-socket.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { turns } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets, establish } from '../support-connection/establish.js';

/** Sizes around those where the way through the writer and the outbox forks, frames' headers included. */
const size = fc.oneof(
  fc.nat(200),
  ...[125, 16 * 1024, 32 * 1024, 64 * 1024].map((around) => fc.integer({ min: around - 16, max: around + 16 })),
  fc.integer({ min: 0, max: 150_000 }),
);
/** One message: by which connection, how long, text or bytes, and whether the turn ends after it. */
const sending = fc.record({ by: fc.nat(2), size, isText: fc.boolean(), endsTurn: fc.boolean() });
const sendings = fc.array(sending, { minLength: 1, maxLength: 12 });

const clients: WebSocket[] = [];

beforeAll(async () => {
  for (const [near, far] of [await connectedSockets(), await connectedSockets(), MemorySocket.pair()]) {
    establish(new EchoWebSocket(), far);
    clients.push(establish(new WebSocket(), near, { role: 'client' }));
  }
});

afterAll(() => {
  for (const client of clients) client.terminate();
  destroySockets();
});

/** Bytes that say where they belong. */
function payload(seed: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i++) bytes[i] = (i * 7 + seed * 31 + (i >> 8)) & 0x7f;
  return bytes;
}

describe('what connections send by turns', () => {
  it('comes back whole and in order, through the kernel and in memory', async () => {
    await fc.assert(
      fc.asyncProperty(sendings, async (list) => {
        const expected: Buffer[][] = [[], [], []];
        for (const [seed, { by, size: length, isText, endsTurn }] of list.entries()) {
          const bytes = payload(seed, length);
          clients[by]!.send(isText ? bytes.toString('latin1') : bytes);
          expected[by]!.push(bytes);
          if (endsTurn) await turns(1);
        }
        for (const [by, messages] of expected.entries()) {
          for (const bytes of messages) {
            const got = (await clients[by]!.receive()).bytes;
            expect([got.length, got.equals(bytes)]).toEqual([bytes.length, true]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});
