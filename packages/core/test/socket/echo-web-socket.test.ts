import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EchoWebSocket } from '../../src/socket/echo-web-socket.js';
import { pair } from '../../src/testing/pair.js';

const texts = fc.string({ unit: 'binary', maxLength: 300 });
const bytes = fc.uint8Array({ maxLength: 300 }).map((given) => Buffer.from(given));

describe('EchoWebSocket', () => {
  it('sends every message back as it came', async () => {
    const { client } = await pair(EchoWebSocket);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(texts, bytes), { maxLength: 20 }), async (messages) => {
        for (const message of messages) client.send(message);
        for (const message of messages) expect((await client.receive()).data).toEqual(message);
      }),
    );
    client.terminate();
  });
});
