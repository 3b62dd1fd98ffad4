// Our client with the servers of others.
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect } from '../../src/client/connect.js';
import { SUBPROTOCOL, FRAGMENTS, fayeServer, websocketServer, wsServer } from '../support-client/other-servers.js';
import { closeServers } from '../support-client/servers.js';
import { parts } from '../support-connection/parts.js';
import { recording } from '../support-connection/recorder.js';

afterEach(closeServers);

const FEW = { serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: 10 };
const SMALL = { threshold: 0, clientMaxWindowBits: 9, serverMaxWindowBits: 9 };

const PEERS = [
  { name: 'ws', start: () => wsServer(false), compression: true, isCompressed: false, fragments: true },
  { name: 'ws, compressed', start: () => wsServer(true), compression: true, isCompressed: true, fragments: true },
  {
    name: 'ws, compressed whatever the size',
    start: () => wsServer({ threshold: 0 }),
    compression: { threshold: 0 },
    isCompressed: true,
    fragments: true,
  },
  {
    name: 'ws, compressed without takeover',
    start: () => wsServer({ threshold: 0, ...FEW }),
    compression: { threshold: 0 },
    isCompressed: true,
    fragments: true,
  },
  {
    name: 'ws, compressed in small windows',
    start: () => wsServer(SMALL),
    compression: { threshold: 0, windowBits: 12, peerWindowBits: 10 },
    isCompressed: true,
    fragments: true,
  },
  {
    name: 'ws, compressed as the client wishes',
    start: () => wsServer({ threshold: 0 }),
    compression: { threshold: 0, takeover: false, peerTakeover: false, windowBits: 9, peerWindowBits: 9 },
    isCompressed: true,
    fragments: true,
  },
  {
    name: 'ws that could compress',
    start: () => wsServer(true),
    compression: false,
    isCompressed: false,
    fragments: true,
  },
  { name: 'faye-websocket', start: fayeServer, compression: true, isCompressed: false, fragments: false },
  {
    name: 'websocket',
    start: websocketServer,
    compression: true,
    isCompressed: false,
    fragments: true,
    answersWith: 1000,
  },
];

describe.each(PEERS)('$name', ({ start, compression, isCompressed, fragments, answersWith }) => {
  async function open() {
    const { url, closed } = await start();
    const client = await connect(url, { compression, subprotocols: [SUBPROTOCOL], maxMessageSize: 2 ** 24 });
    expect([client.isCompressed, client.subprotocol]).toEqual([isCompressed, SUBPROTOCOL]);
    return { client, closed };
  }

  it('echoes text and bytes of all sizes, twice', async () => {
    const { client } = await open();
    const texts = ['', 'hello', 'κόσμε 🌍', 'x'.repeat(126), 'long text '.repeat(7000)];
    const binaries = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((size) =>
      Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 0xff)),
    );
    for (const data of [...texts, ...binaries, ...texts, ...binaries]) {
      client.send(data);
      const back = (await client.receive()).data;
      expect(typeof back).toBe(typeof data);
      // Without a diff, which a big one would make endless.
      expect(Buffer.from(back as string).equals(Buffer.from(data as string))).toBe(true);
    }
    client.terminate();
  });

  it('echoes many messages in order', async () => {
    const { client } = await open();
    const texts = Array.from({ length: 500 }, (_, i) => `message ${i} ${'padding '.repeat(i % 60)}`);
    for (const text of texts) client.send(text);
    const back: unknown[] = [];
    while (back.length < texts.length) back.push((await client.receive()).data);
    expect(back).toEqual(texts);
    client.terminate();
  });

  it('takes fragments of a client', async () => {
    const { client } = await open();
    for (let i = 0; i < 2; i++) {
      await client.send(parts('one ', '', 'two ', 'part '.repeat(1000), 'κόσμε'));
      expect((await client.receive()).data).toBe(`one two ${'part '.repeat(1000)}κόσμε`);
    }
    client.terminate();
  });

  if (fragments) {
    it('sends fragments', async () => {
      const { client } = await open();
      for (let i = 0; i < 2; i++) {
        client.send('fragments');
        expect((await client.receive()).data).toBe(FRAGMENTS.join(''));
      }
      client.terminate();
    });
  }

  it('answers pings and has its own answered', async () => {
    const { url } = await start();
    const client = await connect(url, recording(), { compression });
    client.ping('there?');
    await client.event('ponged there?');
    client.send('ping here');
    await client.received(1);
    expect(client.story).toEqual(['opened', 'ponged there?', 'message ponged here']);
    client.terminate();
  });

  it('closes when the client does', async () => {
    const { client, closed } = await open();
    client.close(4000, 'enough κόσμε');
    await client.whenClosed;
    expect(await closed).toEqual({ code: 4000, reason: 'enough κόσμε' });
    // §5.5.1: a server "typically echos the status code it received"; one of these does not.
    expect(client.closeCode).toBe(answersWith ?? 4000);
  });

  it('closes by itself', async () => {
    const { client, closed } = await open();
    client.send('close 4001 your trial has ended');
    await client.whenClosed;
    expect([client.closeCode, client.closeReason]).toEqual([4001, 'your trial has ended']);
    expect((await closed).code).toBe(4001);
  });
});
