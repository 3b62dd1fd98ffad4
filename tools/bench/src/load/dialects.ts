// What clients of some servers say over the frames: where they connect, how they greet, and how a message is wrapped.

export type DialectName = 'plain' | 'socket.io';

/** A connection that can say and hear single texts before the load begins. */
export interface Speaker {
  sendText(text: string): void;
  /** Resolves when the next message is text that begins so. */
  receiveText(beginning: string): Promise<void>;
}

interface Dialect {
  /** The request's target for one of the contract's paths. */
  readonly target: (path: string) => string;
  /** What is said once the connection is open; resolves when the server has agreed. */
  readonly greet: (speaker: Speaker) => Promise<void>;
  /** The payload that carries a message to a path, and back. */
  readonly wrap: (payload: Buffer, path: string) => Buffer;
}

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  plain: { target: (path) => path, greet: () => Promise.resolve(), wrap: (payload) => payload },
  // Engine.IO 4 and Socket.IO 5: '0' opens, '40' connects to the namespace, '42' is an event.
  'socket.io': {
    target: () => '/socket.io/?EIO=4&transport=websocket',
    greet: async (speaker) => {
      await speaker.receiveText('0{');
      speaker.sendText('40');
      await speaker.receiveText('40');
    },
    wrap: (payload, path) => Buffer.from(`42${JSON.stringify([path, payload.toString()])}`),
  },
};
