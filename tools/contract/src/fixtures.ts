// The classes that every door serves in the contract. None of them takes arguments, so that any door can make them.
import {
  EchoWebSocket,
  HandshakeError,
  WebSocket,
  WebSocketManager,
  WebSocketRoute,
  type Message,
  type UpgradeRequest,
  type WebSocketClass,
} from '@ws4ts/core';
import { crowdFixtures } from './crowd-fixtures.js';
import { limitFixtures } from './limit-fixtures.js';
import { gates, journal } from './journal.js';

export { gates, journal };

@WebSocketRoute('/echo')
export class Echo extends EchoWebSocket {}

/** Tells what it knows of its request. */
@WebSocketRoute('/shelves/:shelf/:book')
export class Described extends WebSocket {
  protected override opened(): void {
    const { url, path, params, query, headers, origin, subprotocols, remoteAddress, clientAddress } = this.request;
    const reader = headers['x-reader'];
    this.send(
      JSON.stringify({
        url,
        path,
        params,
        query: [...query],
        reader,
        origin,
        subprotocols,
        remoteAddress,
        clientAddress,
      }),
    );
  }
}

const chats = new WebSocketManager<Chat>();

@WebSocketRoute('/rooms/:room')
export class Chat extends WebSocket {
  get #room() {
    return chats.room(this.request.params.room ?? '');
  }

  protected override opened(): void {
    this.#room.add(this);
    this.send(`${this.#room.size} here`);
  }

  protected override receivedMessage(message: Message): void {
    this.#room.broadcast(message.data, { except: this });
  }

  protected override closed(): void {
    journal.write(`left ${this.#room.name}, ${this.#room.size} here`);
  }
}

/** Lets in who knows the word. */
@WebSocketRoute('/guarded')
export class Guarded extends WebSocket {
  protected override async requested(request: UpgradeRequest): Promise<void> {
    await Promise.resolve();
    if (request.headers.authorization === 'Bearer sesame') return;
    throw new HandshakeError(401, 'sign in first', {
      headers: {
        'www-authenticate': 'Bearer realm="cave"',
        'content-type': 'application/json',
        'set-cookie': ['a=1', 'b=2'],
      },
      body: '{"error":"sign in first"}',
    });
  }

  protected override opened(): void {
    this.send('welcome');
  }
}

@WebSocketRoute('/broken')
export class Broken extends WebSocket {
  protected override requested(): never {
    throw new Error('the password of the database is swordfish');
  }
}

/** Adds to the 101 response. */
@WebSocketRoute('/decorated')
export class Decorated extends WebSocket {
  protected override requested({ responseHeaders }: UpgradeRequest): void {
    responseHeaders.set('x-served-by', 'a fixture');
    responseHeaders.append('set-cookie', 'session=abc; HttpOnly');
    responseHeaders.append('set-cookie', 'theme=dark; Path=/');
  }
}

@WebSocketRoute('/spoken', { subprotocols: ['chat.v2', 'chat.v1'] })
export class Spoken extends WebSocket {
  protected override opened(): void {
    this.send(this.subprotocol ?? 'none');
  }
}

/** Writes down its hooks, with the number of its instance. */
@WebSocketRoute('/recorded')
export class Recorded extends WebSocket {
  readonly #number = journal.number();

  protected override requested(): void {
    journal.write(`${this.#number} requested`);
  }

  protected override opened(): void {
    journal.write(`${this.#number} opened`);
  }

  /** Pings, or closes with the code and the reason that it is sent. */
  protected override receivedMessage(message: Message): void {
    journal.write(`${this.#number} received ${message.text}`);
    const [, code, reason] = /^close (\d+) (.*)$/.exec(message.text) ?? [];
    if (code !== undefined) this.close(Number(code), reason);
    else this.ping(message.data);
  }

  protected override ponged(payload: Buffer): void {
    journal.write(`${this.#number} ponged ${payload.toString()}`);
  }

  protected override closed(code: number, reason: string): void {
    journal.write(`${this.#number} closed ${code} ${reason}`.trimEnd());
  }
}

/** Writes down who has left. */
@WebSocketRoute('/remembered')
export class Remembered extends WebSocket {
  protected override closed(): void {
    journal.write(`${this.request.clientAddress} has left`);
  }
}

/** Waits at a gate in the hook that its path names. */
@WebSocketRoute('/slow/:hook')
export class Slow extends WebSocket {
  protected override requested(): Promise<void> {
    return this.#pass('requested');
  }

  protected override opened(): Promise<void> {
    return this.#pass('opened');
  }

  protected override async receivedMessage(message: Message): Promise<void> {
    await this.#pass('receivedMessage');
    this.send(message.data);
  }

  protected override closed(): Promise<void> {
    return this.#pass('closed');
  }

  async #pass(hook: string): Promise<void> {
    journal.write(`${hook} begins`);
    if (this.request.params.hook === hook) await gates.pass(hook);
    journal.write(`${hook} ends`);
  }
}

/** Fails in the hook that its path names, at once or in a promise. */
@WebSocketRoute('/failing/:hook/:when')
export class Failing extends WebSocket {
  protected override opened() {
    return this.#fail('opened');
  }

  protected override receivedMessage(message: Message) {
    if (this.request.params.hook === 'ponged') this.ping(message.data);
    return this.#fail('receivedMessage');
  }

  protected override ponged() {
    return this.#fail('ponged');
  }

  protected override closed(code: number) {
    journal.write(`closed ${code}`);
    return this.#fail('closed');
  }

  #fail(hook: string): Promise<void> | undefined {
    if (this.request.params.hook !== hook) return undefined;
    const error = new Error(`${hook} has failed`);
    if (this.request.params.when === 'later') return Promise.reject(error);
    throw error;
  }
}

/** Sends as many parts of one message as it is told to. */
@WebSocketRoute('/streamed')
export class Streamed extends WebSocket {
  protected override async receivedMessage(message: Message): Promise<void> {
    await this.send(parts(Number(message.text)));
  }
}

async function* parts(count: number): AsyncGenerator<string> {
  for (let i = 1; i <= count; i++) yield await Promise.resolve(`part ${i} `);
}

/** Echoes, and measures how much waits to be sent. */
@WebSocketRoute('/measured')
export class Measured extends WebSocket {
  protected override receivedMessage(message: Message): void {
    this.send(message.data);
    journal.measure(this.bufferedAmount);
    journal.write('received');
  }
}

/** All of them, each with its route. */
export const fixtures: readonly WebSocketClass[] = [
  Echo,
  Described,
  Chat,
  Guarded,
  Broken,
  Decorated,
  Spoken,
  Recorded,
  Remembered,
  Slow,
  Failing,
  Streamed,
  Measured,
  ...crowdFixtures,
  ...limitFixtures,
];
