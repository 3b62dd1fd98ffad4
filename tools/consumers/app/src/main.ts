// Serves the application and prints where. It waits in a function, because CommonJS has no `await` at the top.
import { NestFactory } from '@nestjs/core';
import { WebSocketAdapter } from '@ws4ts/nest';
import { AppModule } from './app-module.js';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  app.useWebSocketAdapter(new WebSocketAdapter(app));
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  console.log(await app.getUrl());
}

void main();
