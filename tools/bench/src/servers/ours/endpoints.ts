// What each of our doors serves: the same classes, so that what differs is the door.
import { EchoWebSocket, WebSocket, WebSocketManager, type Message } from '@ws4ts/core';
import { answerEnvelope, batchSize } from '../contract.js';

const audience = new WebSocketManager<Broadcast>();

/** Sends what comes in to all of its kind. */
export class Broadcast extends WebSocket {
  protected override opened() {
    audience.add(this);
  }

  protected override receivedMessage(message: Message) {
    audience.broadcast(message.data);
  }
}

/** Answers each last message of a batch. */
export class Sink extends WebSocket {
  #received = 0;

  protected override receivedMessage({ data }: Message) {
    if (++this.#received % batchSize === 0) this.send(typeof data === 'string' ? '' : Buffer.alloc(0));
  }
}

/** Answers each message with a batch. */
export class Source extends WebSocket {
  protected override receivedMessage({ data }: Message) {
    for (let sent = 0; sent < batchSize; sent++) this.send(data);
  }
}

/** Takes envelopes apart by itself, where the door knows none. */
export class Enveloped extends WebSocket {
  protected override receivedMessage({ data }: Message) {
    this.send(answerEnvelope(String(data)));
  }
}

/** The class of each path, with default options. */
export const endpoints = {
  '/echo': EchoWebSocket,
  '/broadcast': Broadcast,
  '/sink': Sink,
  '/source': Source,
  '/enveloped': Enveloped,
};

/** Compresses however short a message is; for /deflate, which echoes. */
export const compressing = { compression: { threshold: 0 } };
