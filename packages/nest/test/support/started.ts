// Applications of one test file: all that were started are closed.
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { listen, start, type Application, type Made } from './applications.js';

export class Applications {
  private readonly apps: INestApplication[] = [];

  /** Starts an application in which the test finds its clients by `createTestSocket`. */
  async start(made: Made): Promise<Application> {
    const application = await start(made);
    this.apps.push(application.app);
    return application;
  }

  /** Starts an application of a module that brings its own `WebSocketModule`. */
  async create(module: Type<unknown>): Promise<INestApplication> {
    const app = await NestFactory.create(module, { logger: false, abortOnError: false });
    this.apps.push(app);
    return app.init();
  }

  listen(app: INestApplication): Promise<string> {
    return listen(app);
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.apps.splice(0).map((app) => app.close()));
  }
}
