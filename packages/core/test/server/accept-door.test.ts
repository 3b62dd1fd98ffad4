// What a door may do in its own way while a client is let in.
import { accept, HandshakeError, Router, silentLogger, WebSocket, WebSocketManager, type Door } from '@ws4ts/core';
import type { Message } from '@ws4ts/core';
import { connectInMemory } from '@ws4ts/core/testing';

let lines: string[];

class Noted extends WebSocket {
  protected override requested(): void {
    lines.push('requested');
  }

  protected override receivedMessage(message: Message): void {
    this.send(`own ${message.text}`);
  }
}

const match = new Router({ '/': Noted }, { logger: silentLogger }).match('/')!;

function connect(door: Omit<Door, 'manager'>): Promise<WebSocket> {
  return connectInMemory('/', {}, (upgrade) => void accept(upgrade, match, door, new WebSocketManager()));
}

beforeEach(() => {
  lines = [];
});

test('surround has the making of the instance and requested inside it', async () => {
  const client = await connect({
    create: () => {
      lines.push('created');
      return new Noted();
    },
    surround: async ({ path }, ask) => {
      lines.push(`before ${path}`);
      const socket = await ask();
      lines.push('after');
      return socket;
    },
  });
  expect(lines).toEqual(['before /', 'created', 'requested', 'after']);
  client.terminate();
});

test('what surround throws refuses the client before anything is made', async () => {
  const refused = connect({ surround: () => Promise.reject(new HandshakeError(402, 'pay first')) });
  await expect(refused).rejects.toMatchObject({ status: 402, reason: 'pay first' });
  expect(lines).toEqual([]);
});

test("hooks replaces some of the class's own and may call them", async () => {
  const client = await connect({
    hooks: (own) => ({
      ...own,
      receivedMessage: (socket, data) => (data === 'mine' ? socket.send('taken') : own.receivedMessage(socket, data)),
    }),
  });
  client.send('mine');
  client.send('yours');
  expect((await client.receive()).text).toBe('taken');
  expect((await client.receive()).text).toBe('own yours');
  client.close();
  await client.whenClosed;
});
