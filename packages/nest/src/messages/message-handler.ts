// One method with `@SubscribeMessage`: calls it on a connection's instance, behind its enhancers.
import { from, isObservable, type Observable } from 'rxjs';
import { Enhancers, type EnhancedClass, type EnhancedMethod } from '../enhancers/enhancers.js';
import type { Method, NestInternals } from '../enhancers/nest-internals.js';
import type { ContextId } from '@nestjs/core';
import { Parameters, type MessageArguments } from './parameters.js';

/** A method that subscribes to an event. */
export interface Subscription {
  readonly event: string;
  readonly methodName: string;
  readonly method: Method;
}

/** What interceptors have made of a handler's result: an observable, of one value unless the handler itself returned many. */
export class Intercepted {
  values!: Observable<unknown>;
  /** Called when the handler has returned many, which is after the values were asked for. */
  becameStream: (() => void) | undefined;
}

/** A handler. Who has no enhancer is called directly: no promise is made then. */
export class MessageHandler {
  private readonly enhancers: Enhancers;
  private readonly parameters: Parameters;
  private readonly method: (...args: unknown[]) => unknown;
  private readonly isPlain: boolean;

  constructor(nest: NestInternals, owner: EnhancedClass, { method, methodName }: Subscription, contextId?: ContextId) {
    const enhanced: EnhancedMethod = { owner, method, type: 'ws', contextId };
    this.method = method as (...args: unknown[]) => unknown;
    this.enhancers = new Enhancers(nest, enhanced);
    this.parameters = new Parameters(nest, this.enhancers, enhanced, methodName);
    this.isPlain = this.enhancers.isPlain && this.parameters.isPlain;
  }

  /** Whether the handler answers by its `@Ack()`, and not by what it returns. */
  get hasAck(): boolean {
    return this.parameters.hasAck;
  }

  /** Calls the method. Throws or rejects with what it throws, or with what stands before it. */
  handle(args: MessageArguments): unknown {
    if (this.isPlain) return this.method.apply(args[0], this.parameters.valuesOf(args));
    return this.enhanced(args);
  }

  /** The filter that catches an error, if any. */
  filterFor(error: unknown, args: MessageArguments): (() => unknown) | undefined {
    return this.enhancers.filterFor(error, args);
  }

  private async enhanced(args: MessageArguments): Promise<unknown> {
    const intercepted = new Intercepted();
    const call = async (): Promise<unknown> => {
      const values = this.parameters.isPlain
        ? this.parameters.valuesOf(args)
        : await this.parameters.pipedValuesOf(args);
      const result: unknown = await this.method.apply(args[0], values);
      if (!this.enhancers.isIntercepted) return result;
      if (isObservable(result) || isAsyncIterable(result)) intercepted.becameStream?.();
      return isAsyncIterable(result) ? from(result) : result;
    };
    const result = await this.enhancers.run(args, call);
    if (!this.enhancers.isIntercepted || !isObservable(result)) return result;
    intercepted.values = result;
    return intercepted;
  }
}

/** Whether a result comes value by value. */
export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
