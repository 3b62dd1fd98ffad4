// What `WebSocketModule.forRoot` may be told.
import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { DrainOptions, ServerOptions } from '@ws4ts/core';
import type { EnvelopeCodec } from '../messages/envelope-codec.js';

/** Options of all endpoints: those of a server, and these. What a class carries by `@WebSocketRoute` goes before them. */
export interface WebSocketModuleOptions extends Partial<ServerOptions> {
  /** How messages for `@SubscribeMessage` are written. Default: JSON in text messages. */
  readonly codec?: EnvelopeCodec;
  /** How many answers that are streams one connection may have under way. Default: 100. */
  readonly maxStreams?: number;
  /** How sockets are closed when the application shuts down. Default: 1001, and 10,000 ms. */
  readonly drain?: DrainOptions;
}

/** What a class given to `forRootAsync` as `useClass` or `useExisting` does. */
export interface WebSocketOptionsFactory {
  createWebSocketOptions(): WebSocketModuleOptions | Promise<WebSocketModuleOptions>;
}

const builder = new ConfigurableModuleBuilder<WebSocketModuleOptions>({ moduleName: 'WebSocket' })
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createWebSocketOptions')
  .build();

/** What `WebSocketModule` extends: `forRoot` and `forRootAsync`. */
export const ConfigurableModule = builder.ConfigurableModuleClass;

/** The token of the options. */
export const WEB_SOCKET_OPTIONS: string | symbol = builder.MODULE_OPTIONS_TOKEN;
