import { describe, expect, it } from '@jest/globals';
import { Everyone } from '../../../src/server/draining/everyone.js';
import { WebSocket } from '../../../src/socket/web-socket.js';
import { withRawPeer } from '../../support-connection/establish.js';

describe('who was taken out of the group', () => {
  it('is connected all the same, until the connection ends', async () => {
    // The drain left them connected.
    const everyone = new Everyone();
    const { socket } = withRawPeer(new WebSocket());
    everyone.add(socket);
    expect([everyone.remove(socket), everyone.remove(socket)]).toEqual([true, false]);
    expect([everyone.size, everyone.connected]).toEqual([0, [socket]]);
    socket.terminate();
    await socket.whenClosed;
    expect(everyone.connected).toEqual([]);
  });

  it('may come back, and counts once', () => {
    const everyone = new Everyone();
    const { socket } = withRawPeer(new WebSocket());
    everyone.add(socket);
    everyone.remove(socket);
    everyone.add(socket);
    expect([everyone.size, everyone.connected]).toEqual([1, [socket]]);
    socket.terminate();
  });
});
