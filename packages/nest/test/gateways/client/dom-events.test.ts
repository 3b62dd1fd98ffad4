import { describe, expect, it } from '@jest/globals';
import { domListener, type DomEvent } from '../../../src/gateways/client/dom-events.js';

const target = {};

describe('domListener', () => {
  it.each<[type: string, values: unknown[], details: object]>([
    ['message', [Buffer.from('text'), false], { data: 'text' }],
    ['message', [Buffer.from('bytes'), true], { data: Buffer.from('bytes') }],
    ['close', [1000, Buffer.from('bye')], { code: 1000, reason: 'bye', wasClean: true }],
    ['close', [1006, Buffer.from('')], { code: 1006, reason: '', wasClean: false }],
    ['error', [new Error('oops')], { error: new Error('oops'), message: 'oops' }],
    ['error', ['oops'], { error: 'oops', message: 'oops' }],
    ['pong', [Buffer.from('')], {}],
  ])('makes an event of %s with %p', (type, values, details) => {
    const heard: DomEvent[] = [];
    domListener(target, type, (event) => heard.push(event))(...values);
    expect(heard).toEqual([{ type, target, ...details }]);
  });

  it('calls a function on the target, and an object by its method', () => {
    const callers: unknown[] = [];
    const object = {
      handleEvent() {
        callers.push(this);
      },
    };
    domListener(target, 'pong', function (this: unknown) {
      callers.push(this);
    })();
    domListener(target, 'pong', object)();
    expect(callers[0]).toBe(target);
    expect(callers[1]).toBe(object);
  });
});
