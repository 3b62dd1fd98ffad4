// The classes of the contract that are about many: floods, users, rooms by pattern, hooks side by side.
import {
  WebSocket,
  WebSocketManager,
  WebSocketRoute,
  type Message,
  type UpgradeRequest,
  type WebSocketClass,
  type WhenFull,
} from '@ws4ts/core';
import { gates, journal } from './journal.js';

/** How much may wait in a flood, and how big its messages are. */
export const FLOOD = { bound: 1024 * 1024, size: 64 * 1024 } as const;
export const POLICIES: readonly WhenFull[] = ['close', 'wait', 'drop-new', 'drop-old', 'conflate'];

/** Sends as many numbered messages as it is told to, all at once, and notes how much waits. */
class Flooded extends WebSocket {
  protected override receivedMessage(message: Message): void {
    const [how, count] = message.text.split(' ');
    try {
      for (let i = 0; i < Number(count); i++) {
        if (how === 'broadcast') this.#broadcast(i);
        else this.send(numbered(i), { key: String(i % 2) });
        journal.measure(this.bufferedAmount);
      }
    } finally {
      journal.write('flooded');
    }
  }

  protected override drained(): void {
    journal.write('drained');
  }

  protected override closed(code: number): void {
    journal.write(`flood closed ${code}`);
  }

  #broadcast(i: number): void {
    floods.room(this.request.path).add(this);
    if (floods.room(this.request.path).broadcast(numbered(i), { key: String(i % 2) }).missed.length > 0) {
      journal.write('missed');
    }
  }
}

const floods = new WebSocketManager<WebSocket>();

/** Bytes with their number in front, which do not get smaller by compression that is quick. */
function numbered(i: number): Buffer {
  const bytes = Buffer.alloc(FLOOD.size, i % 251);
  bytes.writeUInt32BE(i);
  return bytes;
}

function flooded(whenFull: WhenFull): WebSocketClass {
  const target = class extends Flooded {};
  WebSocketRoute(`/flooded/${whenFull}`, { whenFull, maxBufferedAmount: FLOOD.bound, closeTimeout: 200 })(target);
  return target;
}

/** Is found by its user, and closed with all other sockets of that user. */
@WebSocketRoute('/users/:user')
class User extends WebSocket {
  protected override requested(request: UpgradeRequest): void {
    this.key = request.params.user;
  }

  protected override opened(): void {
    users.add(this);
    this.send(`${users.byKey(this.key ?? '').size} of you`);
  }

  protected override receivedMessage(): void {
    users.byKey(this.key ?? '').close(3000, 'signed out');
  }
}

const users = new WebSocketManager<User>();

/** Joins the rooms that fit its pattern, and speaks to the room that a message names. */
@WebSocketRoute('/patterns/:pattern')
class Listener extends WebSocket {
  protected override opened(): void {
    listeners.pattern(this.request.params.pattern ?? '').add(this);
    this.send('listening');
  }

  protected override receivedMessage(message: Message): void {
    const { sent } = listeners.room(message.text).broadcast(`in ${message.text}`, { except: this });
    this.send(`${sent} heard`);
  }
}

const listeners = new WebSocketManager<Listener>();

/** Handles three messages side by side. */
@WebSocketRoute('/parallel', { concurrency: 3 })
class Parallel extends WebSocket {
  protected override async receivedMessage(message: Message): Promise<void> {
    journal.write(`began ${message.text}`);
    await gates.pass(message.text);
    this.send(message.text);
  }
}

export const crowdFixtures: readonly WebSocketClass[] = [...POLICIES.map(flooded), User, Listener, Parallel];
