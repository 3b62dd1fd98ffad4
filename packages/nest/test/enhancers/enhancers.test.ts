// Enhancers of a method, found and run by Nest's own parts.
import {
  Catch,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type CallHandler,
  type ExecutionContext,
} from '@nestjs/common';
import { ExternalContextCreator, NestContainer } from '@nestjs/core';
import { lastValueFrom, map, type Observable } from 'rxjs';
import { Enhancers } from '../../src/enhancers/enhancers.js';
import { internalsOf, type Method } from '../../src/enhancers/nest-internals.js';

const lines: string[] = [];

@Catch(RangeError)
class RangeFilter {
  catch(error: RangeError): string {
    return `caught ${error.message}`;
  }
}

class Target {
  plain(): void {}

  @UseFilters(new RangeFilter())
  @UsePipes({ transform: (value: unknown) => value })
  besides(): void {}

  @UseGuards({
    canActivate: (context: ExecutionContext) => {
      lines.push(
        `${context.getType()} ${context.getClass().name}.${context.getHandler().name} ${context.getArgByIndex(0)}`,
      );
      return context.getArgByIndex(0) === 'friend';
    },
  })
  @UseInterceptors({ intercept: (_context: unknown, next: CallHandler) => next.handle().pipe(map((one) => [one])) })
  full(): void {}
}

const nest = internalsOf(ExternalContextCreator.fromContainer(new NestContainer()));

function enhancersOf(name: keyof Target): Enhancers {
  const owner = { target: Target, moduleKey: '', providerId: 'target' };
  return new Enhancers(nest, { owner, method: Target.prototype[name] as Method, type: 'ws' });
}

test.each<[keyof Target, boolean, boolean]>([
  ['plain', true, false],
  ['besides', true, false],
  ['full', false, true],
])('%s is plain: %p, and intercepted: %p', (name, isPlain, isIntercepted) => {
  expect(enhancersOf(name)).toMatchObject({ isPlain, isIntercepted });
});

test('guards are asked first, and interceptors have the result', async () => {
  const result = await enhancersOf('full').run(['friend'], async () => 'called');
  expect(await lastValueFrom(result as Observable<unknown>)).toEqual(['called']);
  expect(lines).toEqual(['ws Target.full friend']);
});

test('what a guard refuses is not called', async () => {
  const calls: string[] = [];
  const run = enhancersOf('full').run(['foe'], async () => calls.push('called'));
  await expect(run).rejects.toMatchObject({ status: 403, message: 'Forbidden resource' });
  expect(calls).toEqual([]);
});

test('a filter is found by what it catches', () => {
  const enhancers = enhancersOf('besides');
  expect(enhancers.filterFor(new RangeError('far'), [])?.()).toBe('caught far');
  expect(enhancers.filterFor(new TypeError('other'), [])).toBeUndefined();
  expect(enhancers.pipes).toHaveLength(1);
});
