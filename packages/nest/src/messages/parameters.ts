// What the parameters of a handler are given: `@ConnectedSocket()`, `@MessageBody()`, `@Ack()` and decorators of one's own,
// each with its pipes. Read once, when the application starts.
import type { ExecutionContext, PipeTransform } from '@nestjs/common';
import type { EnhancedMethod, Enhancers } from '../enhancers/enhancers.js';
import type { NestInternals, ParameterMetadata } from '../enhancers/nest-internals.js';

/** The keys of Nest's metadata: of what decorates parameters, and of the types that TypeScript has written down. */
const ARGUMENTS = '__routeArguments__';
const PARAM_TYPES = 'design:paramtypes';
const CUSTOM = '__customRouteArgs__';

/** Nest's numbers for the decorators of @nestjs/websockets. */
const CONNECTED_SOCKET = 0;
const MESSAGE_BODY = 3;
const ACK = 13;

/** What a handler is called about: socket, data, acknowledgement, event. */
export type MessageArguments = [socket: unknown, data: unknown, ack: (value: unknown) => void, event: string];

interface Decorated {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
  readonly factory?: (data: unknown, context: ExecutionContext) => unknown;
}

interface Parameter {
  readonly index: number;
  readonly valueOf: (args: MessageArguments) => unknown;
  readonly pipes: PipeTransform[];
  readonly metadata: ParameterMetadata;
}

/** Without a decorator a handler gets what one of a gateway gets. */
const UNDECORATED: Record<string, Decorated> = {
  [`${CONNECTED_SOCKET}:0`]: { index: 0 },
  [`${MESSAGE_BODY}:1`]: { index: 1 },
};

/** The parameters of one handler. */
export class Parameters {
  /** Whether the handler has `@Ack()`, and so answers by itself. */
  readonly hasAck: boolean;
  /** Whether values come as they are: no pipe, and no decorator that may return a promise. */
  readonly isPlain: boolean;
  private readonly list: Parameter[] = [];

  constructor(
    private readonly nest: NestInternals,
    enhancers: Enhancers,
    { owner, contextId }: EnhancedMethod,
    methodName: string,
  ) {
    const { prototype } = owner.target;
    const decorated: Record<string, Decorated> =
      Reflect.getMetadata(ARGUMENTS, prototype.constructor, methodName) ?? UNDECORATED;
    const types: readonly unknown[] = Reflect.getMetadata(PARAM_TYPES, prototype, methodName) ?? [];
    nest.pipesContextCreator.setModuleContext(owner.moduleKey);
    const parameterOf = ([key, { index, data, pipes = [], factory }]: [string, Decorated]): Parameter => {
      const own = nest.pipesContextCreator.createConcreteContext(pipes, contextId, owner.providerId);
      const isCustom = isCustomKey(key);
      const type = isCustom ? key.split(':')[0] : kindOf(key);
      return {
        index,
        valueOf: isCustom
          ? (args) => factory?.(data, enhancers.contextOf(args))
          : extractor(kindOf(key), data as string | undefined),
        pipes: [...enhancers.pipes, ...own],
        metadata: { type, data, metatype: types[index] },
      };
    };
    const keys = Object.keys(decorated);
    for (const parameter of Object.entries(decorated).map(parameterOf)) this.list[parameter.index] = parameter;
    // A parameter without a decorator among those that have one is given nothing.
    this.list = Array.from(this.list, (parameter, index) => parameter ?? { ...NOTHING, index });
    this.hasAck = keys.some((key) => kindOf(key) === ACK);
    this.isPlain = this.list.every(({ pipes }) => pipes.length === 0) && !keys.some(isCustomKey);
  }

  /** The values, where they are plain. */
  valuesOf(args: MessageArguments): unknown[] {
    return this.list.map(({ valueOf }) => valueOf(args));
  }

  /** The values as the pipes have let them through. */
  pipedValuesOf(args: MessageArguments): Promise<unknown[]> {
    const { pipesConsumer } = this.nest;
    const piped = async ({ valueOf, pipes, metadata }: Parameter): Promise<unknown> => {
      const value = valueOf(args);
      return pipes.length === 0 ? value : pipesConsumer.apply(value, metadata, pipes);
    };
    return Promise.all(this.list.map(piped));
  }
}

const NOTHING = { valueOf: () => undefined, pipes: [], metadata: { type: '', data: undefined, metatype: undefined } };

/** Of a decorator of @nestjs/websockets, its number; else NaN. */
function kindOf(key: string): number {
  return Number(key.split(':')[0]);
}

function isCustomKey(key: string): boolean {
  return key.includes(CUSTOM);
}

function extractor(type: number, key: string | undefined): (args: MessageArguments) => unknown {
  if (type === CONNECTED_SOCKET) return (args) => args[0];
  if (type === ACK) return (args) => args[2];
  if (key === undefined || key === '') return (args) => args[1];
  return (args) => (args[1] as Record<string, unknown> | null | undefined)?.[key];
}
