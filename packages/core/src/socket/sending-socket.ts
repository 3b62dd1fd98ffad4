// What a socket sends, by itself and as a member of groups.
import type { Connection } from '../connection/connection.js';
import { bytesOf, stringOrBytes, type Data } from '../messages/data.js';
import type { Membership, Peer } from '../groups/group.js';
import { deliver, Outgoing } from '../messages/outgoing.js';
import { isParts, type DataParts } from '../messages/send-parts.js';
import { SharedMessage, type SendOptions } from '../messages/shared-message.js';
import { checkOptions, yesOrNo, type OptionRules } from '../options/option-table.js';
import { UsageError } from '../vocabulary/errors.js';
import { MAX_CONTROL_PAYLOAD } from '../vocabulary/opcodes.js';
import { ConnectedSocket, connectionOf } from './connected-socket.js';

/** The connection takes more again. */
export let sendWaiting: (socket: SendingSocket) => void;
/** The connection is about to close. */
export let finishSending: (socket: SendingSocket) => void;
/** The connection is gone. */
export let endSending: (socket: SendingSocket) => void;
/** What waits to be sent. No private method: such a one costs each socket a field. */
let queueOf: (socket: SendingSocket, connection: Connection<unknown>) => Outgoing;

/** How a message is sent that one waits with. */
export interface WaitingSendOptions extends SendOptions {
  /** With `whenFull: 'wait'`: return a promise while more than `maxBufferedAmount` waits. */
  readonly wait: true;
}

const SEND_OPTIONS: OptionRules<SendOptions & { wait: boolean }> = {
  compress: yesOrNo(true),
  key: { default: '', allows: (value) => typeof value === 'string', must: 'a string' },
  wait: yesOrNo(false),
};
const PLAIN: SendOptions = {};
const NO_MEMBERSHIPS: readonly Membership[] = [];

/** A socket without what it receives. */
export abstract class SendingSocket extends ConnectedSocket implements Peer {
  #outgoing: Outgoing | undefined;
  /** A list: most sockets are in two or three groups, and a set would take more memory than all else here. */
  #memberships: readonly Membership[] | undefined;
  #key: string | undefined;

  /**
   * What a manager finds this socket by, beside others of the same key: set it to the user's name, in `requested` or later, and
   * `manager.byKey(name)` is all sockets of that user. Undefined at first.
   */
  get key(): string | undefined {
    return this.#key;
  }

  set key(key: string | undefined) {
    const before = this.#key;
    if (key === before) return;
    this.#key = key;
    for (const group of this.#memberships ?? NO_MEMBERSHIPS) group.rekeyed?.(this, before);
  }

  /** Bytes that were sent and that the operating system has not taken yet. */
  get bufferedAmount(): number {
    return connectionOf(this).bufferedAmount + (this.#outgoing?.bufferedAmount ?? 0);
  }

  /**
   * Sends a message: a string as text, bytes as binary. It queues and returns; all that is sent in one turn leaves together.
   * Bytes are not copied when there are many: do not change them before `flush` resolves. While the peer does not take what
   * it is sent up to `maxBufferedAmount` waits, and `whenFull` says what becomes of the rest.
   * Throws ConnectionClosed once a close frame is sent or received, and a UsageError for what cannot be sent.
   *
   * With `{ wait: true }`, for `whenFull: 'wait'`, it returns a promise when there is no room, which resolves when there is.
   *
   * Given an async iterable it sends its parts as the fragments of one message, as they come and as fast as the peer takes
   * them, and returns a promise for the last one, which may be left alone. Messages that are sent meanwhile follow behind it.
   */
  send(data: Data, options: WaitingSendOptions): Promise<void> | undefined;
  send(data: Data, options?: SendOptions): void;
  send(parts: DataParts, options?: SendOptions): Promise<void>;
  send(data: Data | DataParts, options?: SendOptions | WaitingSendOptions): void | Promise<void> {
    const connection = connectionOf(this);
    if (options !== undefined) checkOptions(SEND_OPTIONS, options);
    if (isParts(data)) return queueOf(this, connection).sendParts(data, options?.compress !== false);
    const isWaiting = options !== undefined && 'wait' in options && options.wait;
    if (isWaiting && connection.options.whenFull !== 'wait') {
      throw new UsageError('WS_USAGE_OPTION', 'wait', "send waits where the option whenFull is 'wait'");
    }
    if (!connection.isBlocked && !this.#outgoing?.isHolding) {
      connection.send(stringOrBytes(data), options?.compress !== false);
      return undefined;
    }
    const outgoing = queueOf(this, connection);
    const isKept = outgoing.add(new SharedMessage(data, options ?? PLAIN));
    if (!isKept && connection.state !== 'open') throw connection.ending.error();
    return isWaiting ? outgoing.whenRoom() : undefined;
  }

  /** Sends a ping with at most 125 bytes; its pong comes to `ponged`. */
  ping(payload: Data = ''): void {
    const connection = connectionOf(this);
    const bytes = bytesOf(payload);
    if (!connection.isBlocked || bytes.length > MAX_CONTROL_PAYLOAD || !this.isOpen) connection.sendPing(bytes);
    else {
      const kept = Uint8Array.from(bytes);
      queueOf(this, connection).addJob(() => {
        if (this.isOpen) connection.sendPing(kept);
      });
    }
  }

  /** Resolves when the operating system has taken everything that was sent until now; rejects with ConnectionClosed. */
  flush(): Promise<void> {
    return this.#outgoing?.flush() ?? connectionOf(this).flush();
  }

  /** @internal A group has taken this socket in. */
  joinedGroup(group: Membership): void {
    const before = this.#memberships;
    if (before === undefined) this.#memberships = [group];
    else if (before.includes(group)) return;
    // Not by pushing or spreading, which makes room for sixteen more; every socket is in two, for which `concat` is slow.
    else this.#memberships = before.length === 1 ? [before[0]!, group] : before.concat(group);
  }

  /** @internal */
  leftGroup(group: Membership): void {
    this.#memberships = this.#memberships?.filter((one) => one !== group);
  }

  /** @internal Sends a group's message. */
  sendShared(message: SharedMessage): boolean {
    const connection = connectionOf(this);
    if (connection.state !== 'open') return false;
    if (connection.isBlocked || this.#outgoing?.isHolding) return queueOf(this, connection).add(message);
    deliver(connection, message);
    return true;
  }

  static {
    queueOf = (socket, connection) => (socket.#outgoing ??= new Outgoing(connection));
    sendWaiting = (socket) => socket.#outgoing?.pump();
    finishSending = (socket) => socket.#outgoing?.finish();
    endSending = (socket) => {
      const memberships = socket.#memberships ?? NO_MEMBERSHIPS;
      // First, so that they need not be taken off one by one.
      socket.#memberships = undefined;
      for (const group of memberships) group.remove(socket);
      socket.#outgoing?.end();
    };
  }
}
