// Applications for tests, on each platform.
import { Module, type DynamicModule, type INestApplication, type ModuleMetadata, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CollectedLog } from '@ws4ts/contract';
import { WebSocketModule, type WebSocketModuleOptions } from '../../src/index.js';

/** The key and the certificate of a server. */
export interface Secure {
  readonly key: string;
  readonly cert: string;
}

/** The platforms that Nest runs on. */
export const platforms = {
  express: (secure?: Secure) => ({ adapter: new ExpressAdapter(), ...(secure && { httpsOptions: secure }) }),
  fastify: (secure?: Secure) => ({ adapter: new FastifyAdapter(secure && { https: secure }) }),
} as const;

export type PlatformName = keyof typeof platforms;

/** What an application is made of. */
export interface Made extends Pick<ModuleMetadata, 'imports' | 'controllers'> {
  readonly providers?: Provider[];
  readonly options?: WebSocketModuleOptions;
  readonly platform?: PlatformName;
  readonly secure?: Secure;
  /** Called before the application starts. */
  readonly prepare?: (app: INestApplication) => void;
}

/** An application that has started, and what it has logged. */
export interface Application {
  readonly app: INestApplication;
  readonly log: CollectedLog;
}

@Module({})
class TestModule {}

/** Starts an application without listening. */
export async function start({
  options = {},
  platform = 'express',
  secure,
  prepare,
  ...made
}: Made): Promise<Application> {
  const log = new CollectedLog();
  const root: DynamicModule = {
    module: TestModule,
    controllers: made.controllers ?? [],
    imports: [WebSocketModule.forRoot({ logger: log, ...options }), ...(made.imports ?? [])],
    providers: made.providers ?? [],
  };
  const { adapter, ...rest } = platforms[platform](secure);
  const app = await NestFactory.create(root, adapter, { ...rest, logger: false, abortOnError: false });
  prepare?.(app);
  await app.init();
  if (platform === 'fastify') await (app.getHttpAdapter().getInstance() as { ready(): Promise<void> }).ready();
  return { app, log };
}

/** Listens on a free port, and returns where: `ws://…` or `wss://…`. */
export async function listen(app: INestApplication, isSecure = false): Promise<string> {
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  return isSecure ? `wss://localhost:${port}` : `ws://127.0.0.1:${port}`;
}
