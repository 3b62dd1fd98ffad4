import { describe, expect, it } from '@jest/globals';
import { hear, hearDrain, type SocketListener } from '../../src/connection/socket-events.js';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { turns } from '../support-connection/deferred.js';

class Listener implements SocketListener {
  readonly told: string[] = [];
  socketData(piece: Buffer): void {
    this.told.push(`data ${piece.toString()}`);
  }
  socketEnded(): void {
    this.told.push('ended');
  }
  socketDrained(): void {
    this.told.push('drained');
  }
  socketFailed(error: Error): void {
    this.told.push(`failed ${error.message}`);
  }
  socketClosed(): void {
    this.told.push('closed');
  }
}

function heard(): { socket: MemorySocket; other: MemorySocket; told: string[] } {
  const [socket, other] = MemorySocket.pair();
  const listener = new Listener();
  hear(socket, listener);
  return { socket, other, told: listener.told };
}

describe('hear', () => {
  it('tells of data, the end and the close', async () => {
    const { socket, other, told } = heard();
    other.write('one');
    await turns();
    other.end('two');
    await turns();
    socket.end();
    await turns();
    expect(told).toEqual(['data one', 'data two', 'ended', 'closed']);
  });

  it('tells of an error before the close', async () => {
    const { socket, told } = heard();
    socket.destroy(new Error('reset'));
    await turns();
    expect(told).toEqual(['failed reset', 'closed']);
  });

  it('tells each socket its own', async () => {
    const one = heard();
    const two = heard();
    one.other.write('one');
    two.other.write('two');
    await turns();
    expect([one.told, two.told]).toEqual([['data one'], ['data two']]);
  });
});

describe('hearDrain', () => {
  it('tells of the next drain alone', async () => {
    const { socket, other, told } = heard();
    const much = Buffer.alloc(socket.writableHighWaterMark + other.readableHighWaterMark);
    hearDrain(socket);
    for (let i = 0; i < 2; i++) {
      expect(socket.write(much)).toBe(false);
      other.resume();
      await new Promise((resolve) => socket.once('drain', resolve));
    }
    expect(told).toEqual(['drained']);
  });
});
