// Starts a Nest application as a server process.
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo, Server } from 'node:net';
import { announce } from './contract.js';

/** Listens by Nest's own means, on Express, and keeps the contract; `prepare` gets the application before. */
export async function serveNest(module: Type, prepare?: (app: INestApplication) => unknown): Promise<void> {
  const app = await NestFactory.create(module, { logger: ['error'] });
  prepare?.(app);
  await app.listen(0, '127.0.0.1');
  announce(((app.getHttpServer() as Server).address() as AddressInfo).port);
}
