// One endpoint: what is no envelope goes back as it came, and an envelope goes to its handler.
import { UseGuards, UsePipes, ValidationPipe } from '@nestjs/common';
import { MessageBody, SubscribeMessage } from '@nestjs/websockets';
import { WebSocket, WebSocketManager, WebSocketRoute, type Message } from '@ws4ts/core';
import { IsString } from 'class-validator';
import { Greeter } from './greeter.js';
import { TokenGuard } from './token-guard.js';

/** Who wants to be greeted. */
export class Visitor {
  @IsString()
  readonly name!: string;
}

/** A socket that greets. */
@WebSocketRoute('/chat/:room')
@UseGuards(TokenGuard)
export class Chat extends WebSocket {
  private greeted = 0;

  constructor(
    private readonly greeter: Greeter,
    private readonly everyone: WebSocketManager<Chat>,
  ) {
    super();
  }

  protected override receivedMessage(message: Message): void {
    this.send(message.data);
  }

  @SubscribeMessage('greet')
  @UsePipes(new ValidationPipe({ transform: true }))
  greet(@MessageBody() visitor: Visitor): object {
    return {
      text: this.greeter.greet(visitor.name),
      room: this.request.params.room,
      present: this.everyone.size,
      times: ++this.greeted,
      validated: visitor instanceof Visitor,
    };
  }
}
