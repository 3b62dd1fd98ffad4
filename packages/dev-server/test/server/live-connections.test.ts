// Rooms that connections are in, whoever keeps them.
import { join } from 'node:path';
import { connect, silentLogger } from '@ws4ts/core';
import { closeLater } from '../support/opened.js';
import { folderOf } from '../support/folder.js';
import { serveWithPage } from '../support/served.js';

const SOCKETS = `
import { WebSocket, WebSocketManager, WebSocketRoute } from '@ws4ts/core';
import { games } from './games.js';

@WebSocketRoute('/play/:game')
export class Play extends WebSocket {
  constructor(private readonly sockets: WebSocketManager<WebSocket>) { super(); }

  protected override opened() {
    games.room(this.request.params.game!).add(this);
    this.sockets.room('players').add(this);
    this.send(String(this.sockets instanceof WebSocketManager));
  }
}`;
const GAMES = `
import { WebSocketManager, type WebSocket } from '@ws4ts/core';
export const games = new WebSocketManager<WebSocket>();`;

test('rooms of managers that files make are seen, told something and left', async () => {
  const folder = await folderOf({ 'play.ts': SOCKETS, 'games.ts': GAMES });
  const { server, page } = await serveWithPage({ files: [join(folder, 'play.ts')] });
  const dial = async (game: string) => {
    const socket = await connect(`${server.url}/play/${game}`, { logger: silentLogger });
    closeLater(() => socket.terminate());
    expect((await socket.receive()).text).toBe('true');
    return socket;
  };
  const [chess] = [await dial('chess'), await dial('go')];
  const { connections } = await page.event('connections', (event) => event.connections[1]?.rooms.length === 2);
  expect(connections.map(({ rooms }) => rooms)).toEqual([
    ['players', 'chess'],
    ['players', 'go'],
  ]);
  await page.ask({ type: 'broadcast', room: 'chess', payload: { text: 'check' } });
  expect((await chess.receive()).text).toBe('check');

  const { id } = connections[0]!;
  const before = page.events.length;
  for (const room of ['chess', 'players']) expect(await page.ask({ type: 'leaveRoom', id, room })).toBe('done');
  const isLater = (event: (typeof page.events)[number]): boolean => page.events.indexOf(event) >= before;
  await page.event('connections', (event) => isLater(event) && event.connections[0]?.rooms.length === 0);
});
