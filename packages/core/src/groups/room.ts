// Groups by name: born when the first member comes, gone when the last one goes.
import type { Data } from '../messages/data.js';
import {
  broadcastTo,
  Group,
  type BroadcastOptions,
  type BroadcastResult,
  type Membership,
  type Peer,
} from './group.js';
import { overlap, type Topic } from './topic.js';

/** The groups that have members, by name. */
export class NamedGroups<Member extends Peer> {
  private readonly byName = new Map<string, NamedGroup<Member>>();

  /** How many names are taken. */
  get size(): number {
    return this.byName.size;
  }

  /** @param read what a name stands for */
  constructor(private readonly read: (name: string) => Topic) {}

  get(name: string): Group<Member> | undefined {
    return this.byName.get(name);
  }

  /** The group of a name, born now if need be. */
  open(name: string): Group<Member> {
    let group = this.byName.get(name);
    if (group === undefined) {
      this.byName.set(name, (group = new NamedGroup(name, this.read(name), () => this.byName.delete(name))));
    }
    return group;
  }

  /** The groups whose names a topic has in common. */
  *fitting(topic: Topic): Iterable<NamedGroup<Member>> {
    for (const group of this.byName.values()) if (overlap(group.topic, topic)) yield group;
  }
}

/** The members of one name; it tells when the last has gone. */
class NamedGroup<Member extends Peer> extends Group<Member> {
  constructor(
    readonly name: string,
    readonly topic: Topic,
    private readonly emptied: () => void,
  ) {
    super();
  }

  override add(member: Member): boolean {
    const isMember = super.add(member);
    if (this.size === 0) this.emptied();
    return isMember;
  }

  override remove(member: Peer): boolean {
    const wasMember = super.remove(member);
    if (this.size === 0) this.emptied();
    return wasMember;
  }
}

/**
 * Those who share a name. It is a name, not a container: it costs nothing while nobody has it, and any two with the same name
 * are the same.
 */
export class Audience<Member extends Peer> implements Iterable<Member> {
  /** @internal */
  protected readonly groups: NamedGroups<Member>;

  /** @internal */
  constructor(
    groups: NamedGroups<Member>,
    /** The name. */
    readonly name: string,
  ) {
    this.groups = groups;
  }

  /** How many members there are. */
  get size(): number {
    return this.groups.get(this.name)?.size ?? 0;
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.groups.get(this.name)?.[Symbol.iterator]() ?? [][Symbol.iterator]();
  }

  has(member: Member): boolean {
    return this.groups.get(this.name)?.has(member) ?? false;
  }

  /** Sends a message to every member; see `Group.broadcast`. */
  broadcast(data: Data, options: BroadcastOptions<Member> = {}): BroadcastResult<Member> {
    return this.groups.get(this.name)?.broadcast(data, options) ?? broadcastTo([], data, options);
  }

  /** Begins the closing handshake with every member. */
  close(code?: number, reason?: string): void {
    this.groups.get(this.name)?.close(code, reason);
  }
}

/** A named group within a manager, or those who have joined a pattern of names. */
export class Room<Member extends Peer> extends Audience<Member> implements Membership {
  /**
   * @internal
   * @param heard the groups that hear of a broadcast as well, where their names and this one overlap
   */
  constructor(
    groups: NamedGroups<Member>,
    name: string,
    private readonly heard: readonly NamedGroups<Member>[],
    private readonly read: (name: string) => Topic,
  ) {
    super(groups, name);
  }

  /** Takes a socket in until it is removed or its connection ends; false when its connection is ending already. */
  add(member: Member): boolean {
    return this.groups.open(this.name).add(member);
  }

  /** Lets a member go; false when it was none. */
  remove(member: Peer): boolean {
    return this.groups.get(this.name)?.remove(member) ?? false;
  }

  /**
   * Sends a message to every member, and to those of each pattern that the name fits; a pattern's goes to everyone in the
   * rooms that fit it as well. Each gets it once. See `Group.broadcast`.
   */
  override broadcast(data: Data, options: BroadcastOptions<Member> = {}): BroadcastResult<Member> {
    return broadcastTo(this.reached(), data, options);
  }

  /** @internal Whom a broadcast reaches, each once. */
  reached(): Iterable<Member> {
    if (this.heard.every(({ size }) => size === 0)) return this;
    const topic = this.read(this.name);
    const members = new Set<Member>(this);
    for (const groups of this.heard) {
      for (const group of groups.fitting(topic)) for (const member of group) members.add(member);
    }
    return members;
  }
}
