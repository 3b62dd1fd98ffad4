// The module by which an application serves its classes of sockets.
import 'reflect-metadata';
import { Module, Scope, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { WebSocket, WebSocketManager } from '@ws4ts/core';
import { EndpointExplorer } from './endpoint-explorer.js';
import { managerToken, NamedManagers } from './managers.js';
import { ConfigurableModule } from './module-options.js';
import { NestDoor } from './nest-door.js';

// Nest reads a class's scope with those that it extends. So every class of sockets is made for a connection, and never as a
// singleton; and enhancers of request scope are made with it, as with a controller.
Reflect.defineMetadata('scope:options', { scope: Scope.REQUEST }, WebSocket);
Reflect.defineMetadata('__entryProvider__', true, WebSocket);

/**
 * Serves every provider that carries `@WebSocketRoute`, in whatever module it is, on the application's HTTP server. Import it
 * once, by `forRoot` or `forRootAsync`.
 *
 * @example
 * @Module({ imports: [WebSocketModule.forRoot({ maxMessageSize: 65_536 })], providers: [Chat] })
 * class AppModule {}
 */
@Module({
  imports: [DiscoveryModule],
  providers: [
    EndpointExplorer,
    NestDoor,
    NamedManagers,
    { provide: WebSocketManager, inject: [NestDoor], useFactory: (door: NestDoor) => door.doorkeeper.manager },
  ],
  exports: [NestDoor, NamedManagers, WebSocketManager],
})
export class WebSocketModule extends ConfigurableModule {
  static override forRoot(options: Parameters<typeof ConfigurableModule.forRoot>[0] = {}): DynamicModule {
    return { ...super.forRoot(options), global: true };
  }

  static override forRootAsync(options: Parameters<typeof ConfigurableModule.forRootAsync>[0]): DynamicModule {
    return { ...super.forRootAsync(options), global: true };
  }

  /** Provides named managers, for `@InjectManager(name)`. Modules that name the same get the same. */
  static forFeature(...names: string[]): DynamicModule {
    const providers = names.map((name) => ({
      provide: managerToken(name),
      inject: [NamedManagers],
      useFactory: (managers: NamedManagers) => managers.named(name),
    }));
    return { module: ManagersModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}

/** Holds the named managers of one `forFeature`. */
@Module({})
class ManagersModule {}
