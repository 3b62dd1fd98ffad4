import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Group } from '../../src/groups/group.js';
import type { WebSocket } from '../../src/socket/web-socket.js';
import { pair } from '../../src/testing/pair.js';
import { thrown, turns } from '../support-connection/deferred.js';
import { connectedSockets, destroySockets, establish, withRawPeer } from '../support-connection/establish.js';
import { FakePeer } from '../support-connection/peer.js';
import { BINARY, clientFrame, CLOSE, closePayload, RawPeer, TEXT } from '../support-connection/raw-peer.js';
import { Recorder, recording } from '../support-connection/recorder.js';

afterEach(destroySockets);

function groupOf(count: number): { group: Group<FakePeer>; peers: FakePeer[] } {
  const group = new Group<FakePeer>();
  const peers = Array.from({ length: count }, (_, i) => new FakePeer(String(i)));
  for (const peer of peers) group.add(peer);
  return { group, peers };
}

const reached = (peers: readonly FakePeer[]): string => peers.flatMap(({ name, got }) => got.map(() => name)).join('');

describe('the members of a group', () => {
  it('are added once, counted, listed in order and removed', () => {
    const { group, peers } = groupOf(3);
    expect(group.add(peers[0]!)).toBe(true);
    expect([group.size, [...group]]).toEqual([3, peers]);
    expect([group.has(peers[1]!), group.remove(peers[1]!), group.has(peers[1]!)]).toEqual([true, true, false]);
    expect([group.remove(peers[1]!), group.size]).toEqual([false, 2]);
    expect([...group]).toEqual([peers[0], peers[2]]);
    expect([peers[0]!.memberships.has(group), peers[1]!.memberships.has(group)]).toEqual([true, false]);
  });

  it('are open: one that is ending is not taken in', async () => {
    const group = new Group<WebSocket>();
    const { server, client } = await pair(Recorder);
    server.close();
    expect([group.add(server), group.size]).toEqual([false, 0]);
    await client.whenClosed;
    expect([group.add(client), group.size]).toEqual([false, 0]);
    expect(group.add(new Recorder())).toBe(false);
  });

  it('leave by themselves when their connection ends, before closed', async () => {
    const groups = [new Group<WebSocket>(), new Group<WebSocket>()];
    const seen: number[] = [];
    const { server, client } = await pair(
      recording({
        opened: (socket) => groups.forEach((group) => group.add(socket)),
        closed: () => groups.forEach((group) => seen.push(group.size)),
      }),
    );
    expect(groups.map((group) => group.has(server))).toEqual([true, true]);
    client.close();
    await server.whenClosed;
    expect(seen).toEqual([0, 0]);
  });

  it('are asked to close together', () => {
    const { group, peers } = groupOf(3);
    group.close(1001, 'restarting');
    expect(peers.map((peer) => peer.closedWith)).toEqual(Array(3).fill([[1001, 'restarting']]));
    expect(group.size).toBe(0);
  });
});

describe('broadcast', () => {
  it('reaches every member, and tells how it went', () => {
    const { group, peers } = groupOf(3);
    expect(group.broadcast('hello')).toEqual({ sent: 3, missed: [] });
    expect(reached(peers)).toBe('012');
  });

  it('of an empty group reaches nobody', () => {
    expect(new Group<FakePeer>().broadcast('hello')).toEqual({ sent: 0, missed: [] });
  });

  it('leaves out a member, or several, who may be no members', () => {
    const { group, peers } = groupOf(4);
    expect(group.broadcast('x', { except: peers[1]! })).toEqual({ sent: 3, missed: [] });
    expect(group.broadcast('x', { except: [peers[0]!, peers[3]!, new FakePeer('stranger')] }).sent).toBe(2);
    expect(group.broadcast('x', { except: new Set(peers) }).sent).toBe(0);
    expect(reached(peers)).toBe('01223');
  });

  it('misses those whose connection is ending', () => {
    const { group, peers } = groupOf(3);
    peers[1]!.isOpen = false;
    expect(group.broadcast('x')).toEqual({ sent: 2, missed: [peers[1]] });
    expect(group.broadcast('x', { except: peers[1]! })).toEqual({ sent: 2, missed: [] });
  });

  it('bears members that go while it is under way', () => {
    const { group, peers } = groupOf(4);
    peers[0]!.onSend = () => {
      peers[0]!.leave();
      peers[2]!.leave();
      peers[3]!.isOpen = false;
    };
    expect(group.broadcast('x')).toEqual({ sent: 2, missed: [peers[3]] });
    expect(reached(peers)).toBe('01');
  });

  it('misses one that fails, or that is not sent it, and nobody else', () => {
    const { group, peers } = groupOf(4);
    peers[0]!.onSend = () => {
      throw new Error('a member has failed');
    };
    jest.spyOn(peers[2]!, 'sendShared').mockReturnValue(false);
    expect(group.broadcast('x')).toEqual({ sent: 2, missed: [peers[0], peers[2]] });
    expect(reached(peers)).toBe('013');
  });

  it.each([5, {}, undefined])('refuses %p before anything is sent', (data) => {
    const { group, peers } = groupOf(2);
    expect(thrown(() => group.broadcast(data as unknown as string))).toMatchObject({ code: 'WS_USAGE_DATA' });
    expect(reached(peers)).toBe('');
  });

  it('frames its message once for all, and keeps nothing of the caller’s', () => {
    const { group, peers } = groupOf(3);
    for (const size of [5, 20_000, 100_000]) {
      const data = Buffer.alloc(size, 1);
      group.broadcast(data);
      data.fill(2);
      const frames = peers.map((peer) => peer.got.at(-1)!.frame);
      expect(new Set(frames).size).toBe(1);
      expect([frames[0]![0], frames[0]!.subarray(-size).equals(Buffer.alloc(size, 1))]).toEqual([BINARY, true]);
    }
  });

  it('writes the same buffer to every server’s socket', async () => {
    const group = new Group<WebSocket>();
    const wires = [await connectedSockets(), await connectedSockets(), await connectedSockets()];
    const writes = wires.map(([, stream]) => jest.spyOn(stream, 'write'));
    for (const [, stream] of wires) group.add(establish(new Recorder(), stream));
    group.broadcast('alone');
    await turns(1);
    group.broadcast('one');
    group.broadcast('two');
    await turns(1);
    const buffers = writes.map((write) => write.mock.calls.map(([bytes]) => bytes as unknown as Buffer));
    expect(buffers.map((list) => list.map((bytes) => bytes.toString('latin1')))).toEqual(
      Array(3).fill(['\x81\x05alone', '\x81\x03one\x81\x03two']),
    );
    for (const list of buffers) expect([list[0] === buffers[0]![0], list[1] === buffers[0]![1]]).toEqual([true, true]);
    for (const [stream] of wires) {
      const frames = await new RawPeer(stream).frames(3);
      expect(frames.map(({ payload }) => payload.toString())).toEqual(['alone', 'one', 'two']);
    }
  });

  it('masks its message for each client by itself', async () => {
    const group = new Group<WebSocket>();
    const ends = [1, 2].map(() => withRawPeer(new Recorder(), { role: 'client' }));
    for (const { socket } of ends) group.add(socket);
    expect(group.broadcast('hello')).toEqual({ sent: 2, missed: [] });
    for (const { socket, peer } of ends) {
      expect(await peer.frame()).toEqual({ first: TEXT, isMasked: true, payload: Buffer.from('hello') });
      socket.terminate();
    }
  });

  it('goes in order with what a member sends by itself, and misses one that is closing', async () => {
    const group = new Group<WebSocket>();
    const [one, two] = [withRawPeer(new Recorder()), withRawPeer(new Recorder())];
    group.add(one.socket);
    group.add(two.socket);
    one.socket.send('1');
    group.broadcast('2');
    one.socket.send('3');
    two.socket.close(4000);
    expect(group.broadcast('4')).toEqual({ sent: 1, missed: [two.socket] });
    expect((await one.peer.frames(4)).map(({ payload }) => payload.toString())).toEqual(['1', '2', '3', '4']);
    expect((await two.peer.frames(2)).map(({ first }) => first)).toEqual([TEXT, CLOSE]);
    expect(two.peer.bytes.length).toBe(0);
    two.peer.write(clientFrame(CLOSE, closePayload(4000)));
    await two.socket.whenClosed;
    expect([...group]).toEqual([one.socket]);
    one.socket.terminate();
  });
});
