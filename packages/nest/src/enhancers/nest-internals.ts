// What is used of Nest beyond its public API: the parts of its ExternalContextCreator, which other transports of Nest
// (GraphQL, gateways) are built with too. Everything of that kind is named here and nowhere else.
import type {
  ArgumentsHost,
  CanActivate,
  ExecutionContext,
  NestInterceptor,
  PipeTransform,
  Type,
} from '@nestjs/common';
import type { ApplicationConfig, ContextId, ExternalContextCreator } from '@nestjs/core';
import { UsageError } from '@ws4ts/core';

/** A method that enhancers are bound to. */
export type Method = (...args: never[]) => unknown;

/** Finds the enhancers of one kind that apply to a method: global ones, the class's and its own. */
export interface ContextCreator<Found> {
  create(instance: object, method: Method, moduleKey: string, contextId?: ContextId, inquirerId?: string): Found;
}

/** An exception filter, and what it catches; everything when that is empty. */
export interface BoundFilter {
  readonly func: (exception: unknown, host: ArgumentsHost) => unknown;
  readonly exceptionMetatypes: readonly Type<unknown>[];
}

/** What Nest says about a parameter to its pipes. */
export interface ParameterMetadata {
  readonly type: unknown;
  readonly metatype: unknown;
  readonly data: unknown;
}

/** How Nest tells an enhancer what it is used for. */
export type ContextType = 'http' | 'ws';

/** Nest's own machinery of one application. */
export interface NestInternals {
  readonly guardsContextCreator: ContextCreator<CanActivate[]>;
  readonly guardsConsumer: {
    tryActivate(
      guards: CanActivate[],
      args: unknown[],
      instance: object,
      method: Method,
      type: ContextType,
    ): Promise<boolean>;
  };
  readonly interceptorsContextCreator: ContextCreator<NestInterceptor[]>;
  readonly interceptorsConsumer: {
    intercept(
      interceptors: NestInterceptor[],
      args: unknown[],
      instance: object,
      method: Method,
      next: () => Promise<unknown>,
      type: ContextType,
    ): Promise<unknown>;
  };
  readonly pipesContextCreator: ContextCreator<PipeTransform[]> & {
    setModuleContext(moduleKey: string): void;
    createConcreteContext(pipes: readonly unknown[], contextId?: ContextId, inquirerId?: string): PipeTransform[];
  };
  readonly pipesConsumer: {
    apply(value: unknown, metadata: ParameterMetadata, pipes: PipeTransform[]): Promise<unknown>;
  };
  readonly filtersContextCreator: ContextCreator<{ readonly filters: readonly BoundFilter[] }>;
  readonly contextUtils: {
    getContextFactory(type: ContextType, instance: object, method: Method): (args: unknown[]) => ExecutionContext;
  };
  readonly container: { readonly applicationConfig: ApplicationConfig };
}

const USED: readonly (keyof NestInternals)[] = [
  'guardsContextCreator',
  'guardsConsumer',
  'interceptorsContextCreator',
  'interceptorsConsumer',
  'pipesContextCreator',
  'pipesConsumer',
  'filtersContextCreator',
  'contextUtils',
  'container',
];

/** Opens Nest's machinery; throws a UsageError for a version of Nest in which it looks different. */
export function internalsOf(creator: ExternalContextCreator): NestInternals {
  const internals = creator as unknown as NestInternals;
  for (const name of USED) {
    if (internals[name] === undefined) {
      throw new UsageError('WS_USAGE_OPTION', name, 'this version of NestJS is not supported; use 11 or 12');
    }
  }
  return internals;
}
