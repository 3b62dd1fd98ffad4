// Sockets that are told the same things. A group knows its members only as peers, so a socket may know its groups.
import type { Data } from '../messages/data.js';
import { SharedMessage, type SendOptions } from '../messages/shared-message.js';
import { CloseCode } from '../vocabulary/close-codes.js';
import { writeClosePayload } from '../wire/close-payload.js';

/** What a group needs of its members; `WebSocket` is one. */
export interface Peer {
  readonly isOpen: boolean;
  /** What a manager finds it by, beside others of the same key. */
  readonly key?: string | undefined;
  /** Leaves by itself when the connection ends. */
  joinedGroup(group: Membership): void;
  leftGroup(group: Membership): void;
  /** Sends a message of a group; false when it is not sent and will not be: the member is not open, or drops it. */
  sendShared(message: SharedMessage): boolean;
  close(code?: number, reason?: string): void;
}

/** What a member leaves when its connection ends. */
export interface Membership {
  remove(member: Peer): boolean;
  /** The member has another key than `before`. */
  rekeyed?(member: Peer, before: string | undefined): void;
}

/** How a broadcast went. */
export interface BroadcastResult<Member> {
  /** How many members it was sent to. */
  readonly sent: number;
  /** The members that are not sent it: their connection is ending, or they do not read and their `whenFull` drops it. */
  readonly missed: readonly Member[];
}

/** How a broadcast is sent, and whom it leaves out. */
export interface BroadcastOptions<Member> extends SendOptions {
  /** A member, or several, that are not sent the message. */
  readonly except?: Member | Iterable<Member>;
}

/** A set of open sockets. A member leaves by itself when its connection ends. */
export class Group<Member extends Peer> implements Membership, Iterable<Member> {
  private readonly members = new Set<Member>();

  /** How many members there are. */
  get size(): number {
    return this.members.size;
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.members.values();
  }

  has(member: Member): boolean {
    return this.members.has(member);
  }

  /** Takes a socket in; a socket whose connection is ending is not taken in, and false is returned. */
  add(member: Member): boolean {
    if (!member.isOpen) return false;
    this.members.add(member);
    member.joinedGroup(this);
    return true;
  }

  /** Lets a member go; false when it was none. */
  remove(member: Peer): boolean {
    const wasMember = this.members.delete(member as Member);
    if (wasMember) member.leftGroup(this);
    return wasMember;
  }

  /**
   * Sends a message to every member. It is framed once for all (and compressed once for those whose
   * connections compress each message by itself), waits for nobody, and fails because of nobody.
   * Throws a UsageError for what cannot be sent.
   */
  broadcast(data: Data, options: BroadcastOptions<Member> = {}): BroadcastResult<Member> {
    return broadcastTo(this.members, data, options);
  }

  /** Begins the closing handshake with every member. Throws a UsageError for what may not be sent, members or none. */
  close(code: number = CloseCode.normal, reason = ''): void {
    writeClosePayload(code, reason);
    for (const member of [...this.members]) member.close(code, reason);
  }
}

/** Sends one message to each of some members; see `Group.broadcast`. */
export function broadcastTo<Member extends Peer>(
  members: Iterable<Member>,
  data: Data,
  options: BroadcastOptions<Member>,
): BroadcastResult<Member> {
  const left = exceptions(options.except);
  const message = new SharedMessage(data, options);
  const missed: Member[] = [];
  let sent = 0;
  for (const member of members) {
    if (left.has(member)) continue;
    if (reaches(member, message)) sent++;
    else missed.push(member);
  }
  return { sent, missed };
}

/** Whether one member is sent a message: whatever happens there is no reason to fail the others. */
function reaches(member: Peer, message: SharedMessage): boolean {
  try {
    return member.sendShared(message);
  } catch {
    return false;
  }
}

const NOBODY: ReadonlySet<never> = new Set();

function exceptions<Member>(except: Member | Iterable<Member> | undefined): ReadonlySet<Member> {
  if (except === undefined) return NOBODY;
  return typeof except === 'object' && except !== null && Symbol.iterator in except
    ? new Set(except)
    : new Set([except as Member]);
}
