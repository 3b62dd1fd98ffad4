// The same conversations with the clients of others, and with our own.
import { connectFaye } from '../clients/faye.js';
import type { Connect, InteropSocket } from '../clients/interop-client.js';
import { connectUndici } from '../clients/undici.js';
import { connectWs } from '../clients/ws.js';
import { connectWs4ts } from '../clients/ws4ts.js';
import { journal } from '../fixtures.js';
import type { Stage } from '../stage.js';

/** What a client can do beyond the usual. */
interface Skills {
  readonly fragments: boolean;
  readonly pings: boolean;
  readonly compression: boolean;
}

const CLIENTS: readonly [name: string, connect: Connect, skills: Skills][] = [
  ['ws4ts', connectWs4ts, { fragments: true, pings: true, compression: true }],
  ['ws', connectWs, { fragments: true, pings: true, compression: true }],
  ['undici', connectUndici, { fragments: false, pings: false, compression: true }],
  ['faye-websocket', connectFaye, { fragments: false, pings: true, compression: false }],
];

export function interop(stage: Stage): void {
  describe.each(CLIENTS)('%s', (_name, connect, skills) => {
    const sockets: InteropSocket[] = [];

    afterEach(async () => {
      for (const socket of sockets) socket.close(1000, '');
      await Promise.all(sockets.splice(0).map((socket) => socket.whenClosed));
    });

    async function open(path: string, subprotocols: readonly string[] = []): Promise<InteropSocket> {
      const { url, ca } = await stage.serve();
      const socket = await connect(url + path, { subprotocols, ca });
      sockets.push(socket);
      return socket;
    }

    test('compression, where both want it', async () => {
      const socket = await open('/echo');
      expect(socket.isCompressed).toBe(stage.isCompressing && skills.compression);
    });

    test.each(['hello', '', 'κόσμε 🌍', 'x'.repeat(70_000)])('text: %#', async (text) => {
      const socket = await open('/echo');
      socket.send(text);
      expect(await socket.receive()).toBe(text);
    });

    test.each([0, 125, 126, 65_536, 1024 * 1024])('%d bytes', async (size) => {
      const socket = await open('/echo');
      const bytes = Buffer.alloc(size, 'some bytes');
      socket.send(bytes);
      const back = await socket.receive();
      expect(Buffer.isBuffer(back) && back.equals(bytes)).toBe(true);
    });

    test('a thousand messages, in order', async () => {
      const socket = await open('/echo');
      const texts = Array.from({ length: 1_000 }, (_, i) => `message ${i}`);
      for (const text of texts) socket.send(text);
      const back: unknown[] = [];
      while (back.length < texts.length) back.push(await socket.receive());
      expect(back).toEqual(texts);
    });

    test('fragments from the server', async () => {
      const socket = await open('/streamed');
      socket.send('3');
      expect(await socket.receive()).toBe('part 1 part 2 part 3 ');
    });

    test('a ping from the server', async () => {
      const socket = await open('/recorded');
      socket.send('there?');
      await journal.until('1 ponged there?');
      expect(journal.lines).toEqual(['1 requested', '1 opened', '1 received there?', '1 ponged there?']);
    });

    if (skills.fragments) {
      test('fragments to the server', async () => {
        const socket = await open('/echo');
        socket.sendFragments?.(['one ', 'two ', '', 'three']);
        expect(await socket.receive()).toBe('one two three');
      });
    }

    if (skills.pings) {
      test('a ping to the server', async () => {
        const socket = await open('/echo');
        expect(await socket.ping?.('there?')).toBe('there?');
      });
    }

    test('a subprotocol', async () => {
      const socket = await open('/spoken', ['chat.v3', 'chat.v2']);
      expect(socket.subprotocol).toBe('chat.v2');
      expect(await socket.receive()).toBe('chat.v2');
    });

    test('the client closes', async () => {
      const socket = await open('/recorded');
      socket.close(4000, 'enough');
      expect(await socket.whenClosed).toMatchObject({ code: 4000 });
      await journal.until('1 closed 4000 enough');
    });

    test('the server closes', async () => {
      const socket = await open('/recorded');
      socket.send('close 4001 your trial has ended');
      expect(await socket.whenClosed).toEqual({ code: 4001, reason: 'your trial has ended' });
    });

    test('the server refuses', async () => {
      await expect(open('/guarded')).rejects.toThrow();
      expect(stage.log.takeWarnings()).toEqual([
        expect.stringMatching(/^refused a handshake for \S*\/guarded: 401 sign in first$/),
      ]);
    });
  });
}
