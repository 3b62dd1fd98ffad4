// Makes the application, with the page in front of it, and listens.
import 'reflect-metadata';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ConsoleLogger, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app-module.js';
import type { Settings } from './settings.js';

const FOLDER = fileURLToPath(new URL('../public/', import.meta.url));

/** Browsers load nothing from elsewhere, and show no page of ours in a frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** A running chat. */
export interface Running {
  readonly url: string;
  /** The application: `close()` closes every socket first, and stops. */
  readonly app: NestExpressApplication;
}

/** Starts the chat; rejects with Node's own error when the port cannot be had. */
export async function startChat(
  settings: Settings,
  logger: LoggerService | false = new ConsoleLogger({ logLevels: ['warn', 'error', 'fatal'] }),
): Promise<Running> {
  const { host, port } = settings;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings), {
    // Whoever starts it is told by the error, and once is enough.
    logger: false,
    abortOnError: false,
    // A browser that keeps a connection open for later does not keep the server from stopping.
    forceCloseConnections: true,
  });
  app.disable('x-powered-by');
  app.use((_: unknown, response: ServerResponse, next: () => void) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    next();
  });
  app.useStaticAssets(FOLDER);
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  app.useLogger(logger);
  return { url: await app.getUrl(), app };
}
