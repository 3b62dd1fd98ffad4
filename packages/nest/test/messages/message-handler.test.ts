// How a handler is called, with Nest's own machinery and no application.
import { createParamDecorator, UseGuards, UsePipes, type PipeTransform } from '@nestjs/common';
import { ExternalContextCreator, NestContainer } from '@nestjs/core';
import { Ack, ConnectedSocket, MessageBody } from '@nestjs/websockets';
import { internalsOf, type Method } from '../../src/enhancers/nest-internals.js';
import { MessageHandler } from '../../src/messages/message-handler.js';
import type { MessageArguments } from '../../src/messages/parameters.js';

const double: PipeTransform = { transform: (value: unknown) => (typeof value === 'number' ? value * 2 : value) };
const Custom = createParamDecorator((data: unknown) => Promise.resolve(`custom ${String(data)}`));

class Handlers {
  plain(@MessageBody() data: unknown): unknown {
    return [this instanceof Handlers, data];
  }

  undecorated(...given: unknown[]): unknown {
    return given.length;
  }

  gap(@ConnectedSocket() _socket: unknown, between: unknown, @MessageBody('deep') data: unknown): unknown {
    return [between, data];
  }

  acknowledged(@Ack() ack: (value: unknown) => void): void {
    ack('done');
  }

  custom(@Custom('x') value: unknown): unknown {
    return value;
  }

  @UsePipes(double)
  piped(@MessageBody(double) data: unknown): unknown {
    return data;
  }

  @UseGuards({ canActivate: () => false })
  guarded(): void {}
}

const nest = internalsOf(ExternalContextCreator.fromContainer(new NestContainer()));
const acknowledged: unknown[] = [];

function handlerOf(methodName: keyof Handlers): MessageHandler {
  const owner = { target: Handlers, moduleKey: '', providerId: 'handlers' };
  const method = Handlers.prototype[methodName] as Method;
  return new MessageHandler(nest, owner, { event: 'e', methodName, method });
}

function argumentsOf(data: unknown): MessageArguments {
  return [new Handlers(), data, (value) => acknowledged.push(value), 'e'];
}

test('a handler without enhancers is called at once, without a promise', () => {
  expect(handlerOf('plain').handle(argumentsOf(5))).toEqual([true, 5]);
});

test('without decorators it gets socket and data', () => {
  expect(handlerOf('undecorated').handle(argumentsOf(5))).toBe(2);
});

test.each([
  [{ deep: 5 }, 5],
  [{}, undefined],
  [null, undefined],
])('of %p a key is %p, and a parameter in between is nothing', (data, value) => {
  expect(handlerOf('gap').handle(argumentsOf(data))).toEqual([undefined, value]);
});

test('an acknowledgement is handed on, and known', () => {
  const handler = handlerOf('acknowledged');
  handler.handle(argumentsOf(null));
  expect(acknowledged).toEqual(['done']);
  expect([handler.hasAck, handlerOf('plain').hasAck]).toEqual([true, false]);
});

test('a decorator of one’s own is waited for', async () => {
  expect(await handlerOf('custom').handle(argumentsOf(null))).toBe('custom x');
});

test('pipes of the method come before those of the parameter', async () => {
  expect(await handlerOf('piped').handle(argumentsOf(3))).toBe(12);
});

test('a guard that says no rejects', async () => {
  await expect(handlerOf('guarded').handle(argumentsOf(null))).rejects.toMatchObject({ status: 403 });
});
