// Gateways as people write them for platform-ws: each is one that Nest's own tests or its documentation has the like of.
import { UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

/** What a gateway answers with. */
export interface Reply {
  readonly event: string;
  readonly data: unknown;
}

/** Leaves the event's name on the client, for the handler to find. */
export class PatternInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const ws = context.switchToWs();
    ws.getClient<{ pattern?: string }>().pattern = ws.getPattern();
    return next.handle();
  }
}

/** Answers `push` with `pop`, and `getClient` with the name that an interceptor saw. */
export class PushGateway {
  @SubscribeMessage('push')
  onPush(_client: unknown, data: unknown): Reply {
    return { event: 'pop', data };
  }

  @UseInterceptors(PatternInterceptor)
  @SubscribeMessage('getClient')
  onGetClient(client: { pattern?: string }, data: object): Reply {
    return { event: 'popClient', data: { ...data, path: client.pattern } };
  }
}

/** On the application's server, at `/`. */
@WebSocketGateway()
export class ServerGateway extends PushGateway {}

/** On the application's server, at a path. */
@WebSocketGateway({ path: '/example' })
export class ExamplePathGateway extends PushGateway {}

/** The same at another path. */
@WebSocketGateway({ path: '/ws-path' })
export class OtherPathGateway extends PushGateway {}
