// Gateways as Nest's documentation writes them, the same for each adapter.
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';

class EchoGateway {
  @SubscribeMessage('echo')
  echo(_client: unknown, data: unknown): WsResponse<unknown> {
    return { event: 'echo', data };
  }
}

// The memory of a connection and its handshake are measured on /echo, messages on /enveloped.
@WebSocketGateway({ path: '/echo' })
class Idle extends EchoGateway {}

@WebSocketGateway({ path: '/enveloped' })
class Enveloped extends EchoGateway {}

/** An application with both. */
@Module({ providers: [Idle, Enveloped] })
export class GatewayModule {}
