// The guards, interceptors, pipes and filters of one method, found once, and run in Nest's order: guards, interceptors around
// the call, filters for what was thrown. Who has none pays nothing.
import { ForbiddenException, type ArgumentsHost, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { ContextId } from '@nestjs/core';
import type { BoundFilter, ContextType, Method, NestInternals } from './nest-internals.js';

/** The class that enhancers belong to, as Nest knows it. */
export interface EnhancedClass {
  readonly target: { readonly prototype: object };
  /** The key of the module that provides it. */
  readonly moduleKey: string;
  /** The id of its provider. */
  readonly providerId: string;
}

/** What is enhanced. */
export interface EnhancedMethod {
  readonly owner: EnhancedClass;
  readonly method: Method;
  readonly type: ContextType;
  /** The context that enhancers of request scope are made in; only singletons are found without it. */
  readonly contextId?: ContextId | undefined;
}

/** The enhancers of one method. */
export class Enhancers {
  readonly pipes: PipeTransform[];
  private readonly guards;
  private readonly interceptors;
  private readonly filters: readonly BoundFilter[];
  /** Stands for the instances, which come and go: Nest asks it for its class alone. */
  private readonly instance: object;
  private readonly method: Method;
  private readonly type: ContextType;
  private readonly hostOf: (args: unknown[]) => ExecutionContext;

  constructor(
    private readonly nest: NestInternals,
    { owner, method, type, contextId }: EnhancedMethod,
  ) {
    this.method = method;
    this.type = type;
    this.instance = Object.create(owner.target.prototype) as object;
    const where = [this.instance, method, owner.moduleKey, contextId, owner.providerId] as const;
    this.guards = nest.guardsContextCreator.create(...where);
    this.interceptors = nest.interceptorsContextCreator.create(...where);
    this.pipes = nest.pipesContextCreator.create(...where);
    this.filters = nest.filtersContextCreator.create(...where).filters;
    this.hostOf = nest.contextUtils.getContextFactory(type, this.instance, method);
  }

  /** Whether something runs before, around or instead of the call. Filters and pipes do not. */
  get isPlain(): boolean {
    return this.guards.length === 0 && this.interceptors.length === 0;
  }

  /** Whether interceptors stand around the call, so that its result comes as an observable. */
  get isIntercepted(): boolean {
    return this.interceptors.length > 0;
  }

  /** The context that the enhancers are told. */
  contextOf(args: unknown[]): ExecutionContext {
    return this.hostOf(args);
  }

  /** Asks the guards, and calls within the interceptors. Rejects with a ForbiddenException when a guard says no. */
  async run(args: unknown[], call: () => Promise<unknown>): Promise<unknown> {
    const { nest, guards, instance, method, type } = this;
    if (guards.length > 0 && !(await nest.guardsConsumer.tryActivate(guards, args, instance, method, type))) {
      throw new ForbiddenException('Forbidden resource');
    }
    return nest.interceptorsConsumer.intercept(this.interceptors, args, instance, method, call, type);
  }

  /** The filter that catches an error, if any: call it to have the error handled. */
  filterFor(error: unknown, args: unknown[]): (() => unknown) | undefined {
    const catches = ({ exceptionMetatypes }: BoundFilter): boolean =>
      exceptionMetatypes.length === 0 || exceptionMetatypes.some((kind) => error instanceof kind);
    const filter = this.filters.find(catches);
    const host: ArgumentsHost = this.contextOf(args);
    return filter && (() => filter.func(error, host));
  }
}
