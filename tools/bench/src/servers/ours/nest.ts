// ws4ts in NestJS on Express, with endpoints made by its injector; messages on /enveloped go to a handler by their name.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { MessageBody, SubscribeMessage } from '@nestjs/websockets';
import { EchoWebSocket, WebSocket, WebSocketRoute } from '@ws4ts/core';
import { WebSocketModule } from '@ws4ts/nest';
import { serveNest } from '../serve-nest.js';
import * as plain from './endpoints.js';

@WebSocketRoute('/echo')
class Echo extends EchoWebSocket {}

@WebSocketRoute('/deflate', plain.compressing)
class Deflate extends EchoWebSocket {}

@WebSocketRoute('/broadcast')
class Broadcast extends plain.Broadcast {}

@WebSocketRoute('/sink')
class Sink extends plain.Sink {}

@WebSocketRoute('/source')
class Source extends plain.Source {}

@WebSocketRoute('/enveloped')
class Enveloped extends WebSocket {
  @SubscribeMessage('echo')
  echo(@MessageBody() data: unknown): unknown {
    return data;
  }
}

@Module({ imports: [WebSocketModule.forRoot()], providers: [Echo, Deflate, Broadcast, Sink, Source, Enveloped] })
class ServerModule {}

await serveNest(ServerModule);
