// Hears a socket with functions that all sockets share, so that a connection costs no closures.
import type { Duplex } from 'node:stream';

/** Told of what happens on a socket. */
export interface SocketListener {
  socketData(piece: Buffer): void;
  /** The peer has ended its side. */
  socketEnded(): void;
  socketDrained(): void;
  socketFailed(error: Error): void;
  /** The socket is gone; nothing comes after this. */
  socketClosed(): void;
}

const listener = Symbol('listener');

type HeardSocket = Duplex & { [listener]: SocketListener };

/** Begins to hear a socket, which begins to flow unless it is paused. */
export function hear(socket: Duplex, told: SocketListener): void {
  (socket as HeardSocket)[listener] = told;
  socket.on('error', onError).on('close', onClose).on('end', onEnd).on('data', onData);
}

/** Hears the next drain. */
export function hearDrain(socket: Duplex): void {
  socket.once('drain', onDrain);
}

function onData(this: HeardSocket, piece: Buffer): void {
  this[listener].socketData(piece);
}

function onEnd(this: HeardSocket): void {
  this[listener].socketEnded();
}

function onDrain(this: HeardSocket): void {
  this[listener].socketDrained();
}

function onError(this: HeardSocket, error: Error): void {
  this[listener].socketFailed(error);
}

function onClose(this: HeardSocket): void {
  this[listener].socketClosed();
}
