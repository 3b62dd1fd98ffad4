// A hook that failed on one message was called with the next ones of the same piece, and failed and logged once for each: a
// client could fill a log by sending many messages at once.
import { describe, expect, it } from '@jest/globals';
import { WebSocket } from '../../src/socket/web-socket.js';
import { pair } from '../../src/testing/pair.js';

class Failing extends WebSocket {
  calls = 0;
  errors: unknown[] = [];

  protected override receivedMessage(): void {
    this.calls++;
    throw new Error('no');
  }

  protected override unhandledError(error: unknown): void {
    this.errors.push(error);
  }
}

describe('a hook that has failed', () => {
  it('is not called again', async () => {
    const { server, client } = await pair(Failing);
    for (let i = 0; i < 10; i++) client.send('again');
    await client.whenClosed;
    expect(client.closeCode).toBe(1011);
    expect(server.calls).toBe(1);
    expect(server.errors).toHaveLength(1);
  });
});
