import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, fromEvent } from 'rxjs';
import { EmittingWebSocket } from '../../../src/gateways/client/emitting-web-socket.js';

class Socket extends EmittingWebSocket {}

/** A listener that keeps what it is given. */
function listener() {
  const heard: unknown[][] = [];
  return { heard, hear: (...values: unknown[]) => void heard.push(values) };
}

const TEXT = Buffer.from('text');

describe('EmittingWebSocket', () => {
  it('calls those who listen, as long as they do', () => {
    const socket = new Socket();
    const [always, one, gone, added] = [listener(), listener(), listener(), listener()];
    expect(socket.on('message', always.hear).once('message', one.hear)).toBe(socket);
    expect(socket.on('message', gone.hear).addListener('message', added.hear)).toBe(socket);
    expect(socket.off('message', gone.hear)).toBe(socket);
    expect(socket.emit('message', TEXT, false)).toBe(true);
    socket.removeListener('message', added.hear);
    socket.emit('message', TEXT, true);
    expect(always.heard).toEqual([
      [TEXT, false],
      [TEXT, true],
    ]);
    expect(one.heard).toEqual([[TEXT, false]]);
    expect(added.heard).toEqual([[TEXT, false]]);
    expect(gone.heard).toEqual([]);
  });

  it('calls those who were put before the others first, once where that was said', () => {
    const socket = new Socket();
    const order: string[] = [];
    socket.on('pong', () => order.push('last'));
    socket.prependListener('pong', () => order.push('first')).prependOnceListener('pong', () => order.push('once'));
    socket.emit('pong', TEXT);
    socket.emit('pong', TEXT);
    expect(order).toEqual(['once', 'first', 'last', 'first', 'last']);
  });

  it('tells what an emitter of Node tells', () => {
    const socket = new Socket();
    expect([socket.eventNames(), socket.rawListeners('pong')]).toEqual([[], []]);
    socket.once('pong', listener().hear);
    expect([socket.eventNames(), socket.rawListeners('pong').length]).toEqual([['pong'], 1]);
    expect(socket.setMaxListeners(0).getMaxListeners()).toBe(0);
  });

  it('gives out what was assigned as its listeners of the DOM', () => {
    const socket = new Socket();
    const { hear } = listener();
    for (const name of ['onmessage', 'onclose', 'onerror'] as const) {
      expect(socket[name]).toBeNull();
      socket[name] = hear;
      expect(socket[name]).toBe(hear);
      socket[name] = null;
      expect(socket[name]).toBeNull();
    }
  });

  it('knows its listeners', () => {
    const socket = new Socket();
    const { hear } = listener();
    expect([socket.listenerCount('close'), socket.listeners('close'), socket.emit('close', 1000, TEXT)]).toEqual([
      0,
      [],
      false,
    ]);
    expect(socket.removeAllListeners()).toBe(socket);
    socket.on('close', hear).on('pong', hear);
    expect([socket.listenerCount('close'), socket.listeners('close')]).toEqual([1, [hear]]);
    socket.removeAllListeners('close');
    expect([socket.listenerCount('close'), socket.listenerCount('pong')]).toEqual([0, 1]);
  });

  it('has listeners of the DOM, each once an event', () => {
    const socket = new Socket();
    const { heard, hear } = listener();
    const single = listener();
    const object = { handleEvent: hear };
    for (const one of [hear, hear, object]) socket.addEventListener('close', one);
    socket.addEventListener('close', single.hear, { once: true });
    socket.emit('close', 1006, Buffer.from(''));
    socket.removeEventListener('close', hear);
    socket.removeEventListener('close', hear);
    socket.emit('close', 1000, Buffer.from('bye'));
    const first = { type: 'close', target: socket, code: 1006, reason: '', wasClean: false };
    expect(heard).toEqual([[first], [first], [{ ...first, code: 1000, reason: 'bye', wasClean: true }]]);
    expect(single.heard).toEqual([[first]]);
    socket.removeEventListener('message', hear);
  });

  it('has one listener for each of onmessage, onclose and onerror', () => {
    const socket = new Socket();
    const [message, close, error] = [listener(), listener(), listener()];
    socket.onmessage = listener().hear;
    socket.onmessage = message.hear;
    socket.onclose = close.hear;
    socket.onerror = error.hear;
    socket.emit('message', TEXT, false);
    socket.onmessage = null;
    socket.emit('message', TEXT, false);
    socket.emit('close', 1000, Buffer.from(''));
    socket.emit('error', new Error('oops'));
    expect(message.heard).toEqual([[expect.objectContaining({ type: 'message', data: 'text' })]]);
    expect(close.heard).toEqual([[expect.objectContaining({ code: 1000 })]]);
    expect(error.heard).toEqual([[expect.objectContaining({ message: 'oops' })]]);
    expect(socket.listenerCount('message')).toBe(0);
  });

  it('is a source of events to rxjs', async () => {
    const socket = new Socket();
    const first = firstValueFrom(fromEvent(socket, 'message'));
    socket.emit('message', TEXT, false);
    expect(await first).toMatchObject({ type: 'message', data: 'text' });
    expect(socket.listenerCount('message')).toBe(0);
  });
});
