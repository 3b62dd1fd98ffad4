// Keeps track of connections: the group that everyone is in, the rooms in it, and who has which key.
import type { Data } from '../messages/data.js';
import { broadcastTo, Group, type BroadcastOptions, type BroadcastResult, type Peer } from './group.js';
import { Audience, NamedGroups, Room } from './room.js';
import { readName, readPattern } from './topic.js';

/** How a broadcast to everyone is sent, and to whom of them. */
export interface ManagerBroadcastOptions<Member> extends BroadcastOptions<Member> {
  /** The room, or several, whose members alone are sent the message, each once. */
  readonly room?: string | Iterable<string>;
}

/**
 * The group that everyone is in, and its rooms. A door adds its sockets by itself; any others are added with `add`.
 *
 * @example manager.room('lobby').broadcast('hello', { except: this });
 */
export class WebSocketManager<Member extends Peer> extends Group<Member> {
  private readonly named = new NamedGroups<Member>(readName);
  private readonly patterns = new NamedGroups<Member>(readPattern);
  private readonly keyed = new NamedGroups<Member>(readName);

  override add(member: Member): boolean {
    const isMember = super.add(member);
    if (isMember && member.key !== undefined) this.keyed.open(member.key).add(member);
    return isMember;
  }

  override remove(member: Peer): boolean {
    if (member.key !== undefined) this.keyed.get(member.key)?.remove(member);
    return super.remove(member);
  }

  /** @internal */
  rekeyed(member: Peer, before: string | undefined): void {
    if (before !== undefined) this.keyed.get(before)?.remove(member);
    if (member.key !== undefined) this.keyed.open(member.key).add(member as Member);
  }

  /** Sends a message to every member, or to those of one room or several; see `Group.broadcast`. */
  override broadcast(data: Data, options: ManagerBroadcastOptions<Member> = {}): BroadcastResult<Member> {
    const { room } = options;
    if (room === undefined) return super.broadcast(data, options);
    if (typeof room === 'string') return this.room(room).broadcast(data, options);
    const members = new Set<Member>();
    for (const name of room) for (const member of this.room(name).reached()) members.add(member);
    return broadcastTo(members, data, options);
  }

  /** The room of a name, with or without members. Any string is a name; nothing in it is a wildcard. */
  room(name: string): Room<Member> {
    return new Room(this.named, name, [this.patterns], readName);
  }

  /**
   * The names that fit a pattern, as one room: who is added hears what is broadcast to any room that fits, those too that are
   * born later; what is broadcast to it reaches everyone in these rooms. Its members are those who were added to it.
   * Throws a UsageError for what is no pattern.
   *
   * @param pattern segments with dots between: `*` is any one segment, `>` at the end all that is left
   * @example manager.pattern('orders.*').add(this);
   */
  pattern(pattern: string): Room<Member> {
    readPattern(pattern);
    return new Room(this.patterns, pattern, [this.patterns, this.named], readPattern);
  }

  /** The rooms that have members: all, or those whose names fit a pattern. Throws a UsageError for what is no pattern. */
  rooms(pattern = '>'): Room<Member>[] {
    return Array.from(this.named.fitting(readPattern(pattern)), ({ name }) => this.room(name));
  }

  /** Everyone with a key: all sockets of one user, where the key is the user's. */
  byKey(key: string): Audience<Member> {
    return new Audience(this.keyed, key);
  }
}
