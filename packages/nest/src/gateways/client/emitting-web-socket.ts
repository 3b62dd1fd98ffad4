// A socket with the events of `ws`: gateways listen on their clients, where classes of this library override hooks. The emitter
// is a part of it and not its base, because the base is the WebSocket.
import { EventEmitter } from 'node:events';
import { WebSocket } from '@ws4ts/core';
import { domListener, type DomListener } from './dom-events.js';

/** The events of a client and what their listeners are given. */
export interface SocketEvents {
  /** A message: a text comes as its bytes in UTF-8, and `isBinary` tells it from a binary one. */
  message: [data: Buffer | ArrayBuffer, isBinary: boolean];
  /** The connection is gone; see `closed` of WebSocket for the code. */
  close: [code: number, reason: Buffer];
  /** A listener threw or rejected: the connection is being closed with 1011. A peer's broken rule is in the log, and in the close code. */
  error: [error: unknown];
  pong: [payload: Buffer];
}

type Name = keyof SocketEvents;
type Listener<Event extends Name> = (...values: SocketEvents[Event]) => unknown;
type AnyListener = (...values: unknown[]) => void;

/** A connection that emits `message`, `close`, `error` and `pong`, in the ways of Node and of the DOM. */
export abstract class EmittingWebSocket extends WebSocket {
  #emitter: EventEmitter | undefined;
  /** What the DOM's listeners are wrapped in, by event. */
  #wrapped: Map<Name, Map<unknown, AnyListener>> | undefined;
  /** The listeners that were given as `onmessage` and the like. */
  #assigned: Map<Name, DomListener> | undefined;

  on<Event extends Name>(event: Event, listener: Listener<Event>): this {
    this.#events.on(event, listener as AnyListener);
    return this;
  }

  once<Event extends Name>(event: Event, listener: Listener<Event>): this {
    this.#events.once(event, listener as AnyListener);
    return this;
  }

  off<Event extends Name>(event: Event, listener: Listener<Event>): this {
    this.#events.off(event, listener as AnyListener);
    return this;
  }

  prependListener<Event extends Name>(event: Event, listener: Listener<Event>): this {
    this.#events.prependListener(event, listener as AnyListener);
    return this;
  }

  prependOnceListener<Event extends Name>(event: Event, listener: Listener<Event>): this {
    this.#events.prependOnceListener(event, listener as AnyListener);
    return this;
  }

  /** The same as `on`. */
  addListener<Event extends Name>(event: Event, listener: Listener<Event>): this {
    return this.on(event, listener);
  }

  /** The same as `off`. */
  removeListener<Event extends Name>(event: Event, listener: Listener<Event>): this {
    return this.off(event, listener);
  }

  removeAllListeners(event?: Name): this {
    this.#emitter?.removeAllListeners(event);
    return this;
  }

  /** Calls the listeners of an event, here and not at the peer; tells whether there were any. */
  emit<Event extends Name>(event: Event, ...values: SocketEvents[Event]): boolean {
    return this.#emitter?.emit(event, ...values) ?? false;
  }

  listenerCount(event: Name): number {
    return this.#emitter?.listenerCount(event) ?? 0;
  }

  listeners(event: Name): unknown[] {
    return this.#emitter?.listeners(event) ?? [];
  }

  /** As `listeners`, with what those of `once` are wrapped in. */
  rawListeners(event: Name): unknown[] {
    return this.#emitter?.rawListeners(event) ?? [];
  }

  eventNames(): (string | symbol)[] {
    return this.#emitter?.eventNames() ?? [];
  }

  setMaxListeners(count: number): this {
    this.#events.setMaxListeners(count);
    return this;
  }

  getMaxListeners(): number {
    return this.#events.getMaxListeners();
  }

  /** Listens in the way of the DOM: to an object with `type`, `target`, and `data`, or `code` and `reason`, or `error`. */
  addEventListener(event: Name, listener: DomListener, { once = false } = {}): void {
    this.#wrapped ??= new Map();
    let wrapped = this.#wrapped.get(event);
    if (wrapped === undefined) this.#wrapped.set(event, (wrapped = new Map()));
    if (wrapped.has(listener)) return;
    const call = domListener(this, event, listener);
    const wrapper: AnyListener = (...values) => {
      if (once) this.removeEventListener(event, listener);
      call(...values);
    };
    wrapped.set(listener, wrapper);
    this.#events.on(event, wrapper);
  }

  removeEventListener(event: Name, listener: DomListener): void {
    const wrapped = this.#wrapped?.get(event);
    const wrapper = wrapped?.get(listener);
    if (wrapper === undefined) return;
    wrapped?.delete(listener);
    this.#emitter?.off(event, wrapper);
  }

  get onmessage(): DomListener | null {
    return this.#assigned?.get('message') ?? null;
  }

  set onmessage(listener: DomListener | null) {
    this.#assign('message', listener);
  }

  get onclose(): DomListener | null {
    return this.#assigned?.get('close') ?? null;
  }

  set onclose(listener: DomListener | null) {
    this.#assign('close', listener);
  }

  get onerror(): DomListener | null {
    return this.#assigned?.get('error') ?? null;
  }

  set onerror(listener: DomListener | null) {
    this.#assign('error', listener);
  }

  #assign(event: Name, listener: DomListener | null): void {
    const last = this.#assigned?.get(event);
    if (last !== undefined) this.removeEventListener(event, last);
    this.#assigned?.delete(event);
    if (listener === null) return;
    (this.#assigned ??= new Map()).set(event, listener);
    this.addEventListener(event, listener);
  }

  get #events(): EventEmitter {
    return (this.#emitter ??= new EventEmitter());
  }
}
