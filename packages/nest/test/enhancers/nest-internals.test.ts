import { ExternalContextCreator, NestContainer } from '@nestjs/core';
import { UsageError } from '@ws4ts/core';
import { internalsOf } from '../../src/enhancers/nest-internals.js';

test('a creator of this version of Nest has all that is used', () => {
  const creator = ExternalContextCreator.fromContainer(new NestContainer());
  expect(internalsOf(creator)).toBe(creator);
});

test('one that lacks something is refused by name', () => {
  const creator = ExternalContextCreator.fromContainer(new NestContainer());
  Reflect.deleteProperty(creator, 'pipesConsumer');
  expect(() => internalsOf(creator)).toThrow(UsageError);
  expect(() => internalsOf(creator)).toThrow('pipesConsumer');
});
