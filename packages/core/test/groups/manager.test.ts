import { describe, expect, it } from '@jest/globals';
import { WebSocketManager } from '../../src/groups/manager.js';
import type { WebSocket } from '../../src/socket/web-socket.js';
import { pair } from '../../src/testing/pair.js';
import { FakePeer } from '../support-connection/peer.js';
import { expectUsageError } from '../support/expectations.js';
import { Recorder, recording } from '../support-connection/recorder.js';

const peers = (count: number): FakePeer[] => Array.from({ length: count }, (_, i) => new FakePeer(String(i)));
const names = (manager: WebSocketManager<FakePeer>): string[] => manager.rooms().map(({ name }) => name);

describe('a manager', () => {
  it('is a group of its own: its rooms are not in it, nor it in them', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [one, two] = peers(2) as [FakePeer, FakePeer];
    manager.add(one);
    manager.room('a').add(two);
    expect([[...manager], [...manager.room('a')]]).toEqual([[one], [two]]);
    expect(manager.broadcast('x').sent).toBe(1);
  });
});

describe('a room', () => {
  it('is its name: it has no members until the first is added', () => {
    const manager = new WebSocketManager<FakePeer>();
    const room = manager.room('lobby');
    const [one, two] = peers(2) as [FakePeer, FakePeer];
    expect([room.name, room.size, [...room], room.has(one), names(manager)]).toEqual(['lobby', 0, [], false, []]);
    expect(room.add(one)).toBe(true);
    const same = manager.room('lobby');
    expect([same.size, [...same], same.has(one), same.has(two)]).toEqual([1, [one], true, false]);
    expect(same.add(two)).toBe(true);
    expect([room.size, [...room]]).toEqual([2, [one, two]]);
  });

  it('vanishes when the last member is removed, and is born again', () => {
    const manager = new WebSocketManager<FakePeer>();
    const room = manager.room('lobby');
    const [one, two] = peers(2) as [FakePeer, FakePeer];
    room.add(one);
    room.add(two);
    expect([room.remove(one), room.remove(one), names(manager)]).toEqual([true, false, ['lobby']]);
    expect([room.remove(two), names(manager), room.size]).toEqual([true, [], 0]);
    expect(room.remove(two)).toBe(false);
    room.add(one);
    expect([names(manager), manager.room('lobby').size]).toEqual([['lobby'], 1]);
  });

  it('is not born of one that is ending', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [one, ending] = peers(2) as [FakePeer, FakePeer];
    ending.isOpen = false;
    expect([manager.room('lobby').add(ending), names(manager)]).toEqual([false, []]);
    manager.room('lobby').add(one);
    expect([manager.room('lobby').add(ending), [...manager.room('lobby')]]).toEqual([false, [one]]);
  });

  it('broadcasts to its members alone', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [one, two, other] = peers(3) as [FakePeer, FakePeer, FakePeer];
    manager.room('a').add(one);
    manager.room('a').add(two);
    manager.room('b').add(other);
    expect(manager.room('a').broadcast('x', { except: one })).toEqual({ sent: 1, missed: [] });
    expect(manager.room('a').broadcast('x')).toEqual({ sent: 2, missed: [] });
    expect(manager.room('nobody').broadcast('x')).toEqual({ sent: 0, missed: [] });
    expect([one, two, other].map(({ got }) => got.length)).toEqual([1, 2, 0]);
  });

  it('closes its members, and so vanishes', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [one, two, other] = peers(3) as [FakePeer, FakePeer, FakePeer];
    manager.room('a').add(one);
    manager.room('a').add(two);
    manager.room('b').add(other);
    manager.room('a').close(4000, 'over');
    manager.room('nobody').close();
    expect([one, two, other].map(({ closedWith }) => closedWith)).toEqual([[[4000, 'over']], [[4000, 'over']], []]);
    expect(names(manager)).toEqual(['b']);
  });

  it('lists the rooms in which there is someone, each once', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [one, two] = peers(2) as [FakePeer, FakePeer];
    for (const name of ['a', 'b', '', '__proto__']) manager.room(name).add(one);
    manager.room('a').add(two);
    expect(names(manager)).toEqual(['a', 'b', '', '__proto__']);
    one.leave();
    expect(manager.rooms().map(({ name, size }) => [name, size])).toEqual([['a', 1]]);
  });

  it('is left when the connection ends', async () => {
    const manager = new WebSocketManager<WebSocket>();
    const { server, client } = await pair(Recorder);
    manager.add(server);
    manager.room('a').add(server);
    manager.room('b').add(server);
    client.close();
    await server.whenClosed;
    expect([manager.size, manager.rooms()]).toEqual([0, []]);
  });
});

describe('rooms with segments', () => {
  const among = (...rooms: string[]) => {
    const manager = new WebSocketManager<FakePeer>();
    const members = rooms.map((room) => {
      const member = new FakePeer(room);
      manager.room(room).add(member);
      return member;
    });
    return { manager, members };
  };
  const told = (members: readonly FakePeer[]): string[] =>
    members.filter(({ got }) => got.length > 0).map((m) => m.name);

  it('are looked up by a pattern', () => {
    const { manager } = among('chat.red', 'chat.blue', 'chat.red.dark', 'news');
    const fitting = (pattern: string): string[] => manager.rooms(pattern).map(({ name }) => name);
    expect(fitting('chat.*')).toEqual(['chat.red', 'chat.blue']);
    expect(fitting('chat.>')).toEqual(['chat.red', 'chat.blue', 'chat.red.dark']);
    expect(fitting('*')).toEqual(['news']);
    expect(fitting('mail.*')).toEqual([]);
    expectUsageError(() => manager.rooms('>.red'), 'WS_USAGE_PATTERN');
  });

  it('are told together by a broadcast to their pattern, each member once', () => {
    const { manager, members } = among('chat.red', 'chat.blue', 'chat.red.dark', 'news');
    manager.room('chat.blue').add(members[0]!);
    expect(manager.pattern('chat.*').broadcast('x')).toEqual({ sent: 2, missed: [] });
    expect(told(members)).toEqual(['chat.red', 'chat.blue']);
    expect(members[0]!.got.length).toBe(1);
    expect(manager.pattern('chat.>').broadcast('x', { except: members[0]! }).sent).toBe(2);
  });

  it('are heard by who has joined their pattern, once, and those born later too', () => {
    const { manager, members } = among('chat.red');
    const listener = new FakePeer('listener');
    expect(manager.pattern('chat.*').add(listener)).toBe(true);
    manager.pattern('>').add(listener);
    expect(manager.room('chat.red').broadcast('x').sent).toBe(2);
    expect(manager.room('chat.new').broadcast('x').sent).toBe(1);
    expect(manager.room('chat.new.dark').broadcast('x').sent).toBe(1);
    expect(manager.broadcast('x', { room: 'chat.red' }).sent).toBe(2);
    expect(manager.pattern('chat.>').broadcast('x').sent).toBe(2);
    expect([members[0]!.got.length, listener.got.length]).toEqual([3, 5]);
  });

  it('have as members only who was added to them', () => {
    const { manager, members } = among('chat.red');
    const listener = new FakePeer('listener');
    manager.pattern('chat.*').add(listener);
    expect([...manager.room('chat.red')]).toEqual(members);
    expect([...manager.pattern('chat.*')]).toEqual([listener]);
    expect(manager.rooms().map(({ name }) => name)).toEqual(['chat.red']);
    manager.pattern('chat.*').close(4000);
    expect([members[0]!.isOpen, listener.isOpen, manager.pattern('chat.*').size]).toEqual([true, false, 0]);
    expect(manager.room('chat.red').broadcast('x').sent).toBe(1);
  });

  it('are plain names to room(): whoever names a room cannot listen to others', () => {
    const { manager, members } = among('*', '>', 'chat');
    expect(manager.room('chat').broadcast('x').sent).toBe(1);
    expect(manager.room('*').broadcast('x').sent).toBe(1);
    expect(told(members)).toEqual(['*', 'chat']);
    expectUsageError(() => manager.pattern('a*'), 'WS_USAGE_PATTERN');
  });
});

describe('a broadcast of the manager', () => {
  it('goes to a room or to several, each member once', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [one, two, other] = peers(3) as [FakePeer, FakePeer, FakePeer];
    for (const peer of [one, two, other]) manager.add(peer);
    manager.room('a').add(one);
    manager.room('a').add(two);
    manager.room('b').add(two);
    expect(manager.broadcast('x', { room: 'a', except: one }).sent).toBe(1);
    expect(manager.broadcast('x', { room: ['a', 'b', 'nobody'] }).sent).toBe(2);
    expect(manager.broadcast('x', { except: manager.room('a') }).sent).toBe(1);
    expect([one, two, other].map(({ got }) => got.length)).toEqual([1, 2, 1]);
  });
});

describe('a key', () => {
  it('finds all its sockets, and closes them', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [ann, annToo, bob] = peers(3) as [FakePeer, FakePeer, FakePeer];
    ann.key = annToo.key = 'ann';
    bob.key = 'bob';
    for (const peer of [ann, annToo, bob]) manager.add(peer);
    expect([...manager.byKey('ann')]).toEqual([ann, annToo]);
    expect([manager.byKey('bob').size, manager.byKey('eve').size]).toEqual([1, 0]);
    expect(manager.byKey('ann').broadcast('x', { except: ann }).sent).toBe(1);
    expect(manager.byKey('eve').broadcast('x')).toEqual({ sent: 0, missed: [] });
    manager.byKey('ann').close(3000, 'signed out');
    expect([ann, annToo, bob].map(({ closedWith }) => closedWith.length)).toEqual([1, 1, 0]);
    expect([manager.byKey('ann').size, [...manager]]).toEqual([0, [bob]]);
    expect(manager.rooms()).toEqual([]);
  });

  it('is let go of with the membership', () => {
    const manager = new WebSocketManager<FakePeer>();
    const [ann] = peers(1) as [FakePeer];
    ann.key = 'ann';
    manager.add(ann);
    manager.remove(ann);
    expect([manager.byKey('ann').has(ann), ann.memberships.size]).toEqual([false, 0]);
  });

  it('may be set in requested, changed, and taken away, and ends with the connection', async () => {
    const { server, client } = await pair(recording({ requested: (socket) => void (socket.key = 'ann') }));
    const manager = new WebSocketManager<WebSocket>();
    const sizes = (): number[] => ['ann', 'bob'].map((key) => manager.byKey(key).size);
    manager.add(server);
    expect(sizes()).toEqual([1, 0]);
    server.key = 'bob';
    expect(sizes()).toEqual([0, 1]);
    server.key = undefined;
    expect(sizes()).toEqual([0, 0]);
    server.key = 'bob';
    client.close();
    await server.whenClosed;
    expect([sizes(), manager.size]).toEqual([[0, 0], 0]);
  });
});
