import type { Data } from '../../src/messages/data.js';
import type { SharedMessage } from '../../src/messages/shared-message.js';
import type { Membership, Peer } from '../../src/groups/group.js';

/** A member of groups without a connection. */
export class FakePeer implements Peer {
  isOpen = true;
  key: string | undefined;
  readonly memberships = new Set<Membership>();
  readonly got: { readonly data: Data; readonly frame: Buffer }[] = [];
  readonly closedWith: (readonly [code: number | undefined, reason: string | undefined])[] = [];
  /** What happens while it is sent something. */
  onSend: (() => void) | undefined;

  constructor(readonly name: string) {}

  joinedGroup(group: Membership): void {
    this.memberships.add(group);
  }

  leftGroup(group: Membership): void {
    this.memberships.delete(group);
  }

  sendShared(message: SharedMessage): boolean {
    if (!this.isOpen) return false;
    this.got.push({ data: message.data, frame: message.frameFor(undefined)! });
    this.onSend?.();
    return true;
  }

  close(code?: number, reason?: string): void {
    this.isOpen = false;
    this.closedWith.push([code, reason]);
    this.leave();
  }

  leave(): void {
    for (const group of this.memberships) group.remove(this);
  }
}
