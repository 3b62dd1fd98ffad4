// How the server is, again and again: a stream for whoever asks, which ends when they have had enough.
import { Injectable } from '@nestjs/common';
import { WebSocketManager, type WebSocket } from '@ws4ts/core';
import { IsInt, Max, Min } from 'class-validator';
import { map, timer, type Observable } from 'rxjs';
import { History } from './history.js';

/** The data of the message `pulse`. */
export class PulseWish {
  /** Milliseconds from one beat to the next. */
  @IsInt()
  @Min(100)
  @Max(60_000)
  every!: number;
}

/** How the server is at one moment. */
export interface Beat {
  readonly sockets: number;
  /** How many messages were said since the server began. */
  readonly said: number;
  /** Bytes. */
  readonly memory: number;
  /** Seconds. */
  readonly uptime: number;
}

/** Takes the server's pulse. */
@Injectable()
export class Pulse {
  constructor(
    private readonly everyone: WebSocketManager<WebSocket>,
    private readonly history: History,
  ) {}

  /** One beat now, and one every so many milliseconds; without an end. */
  beats(every: number): Observable<Beat> {
    return timer(0, every).pipe(
      map(() => ({
        sockets: this.everyone.size,
        said: this.history.total,
        memory: process.memoryUsage.rss(),
        uptime: Math.floor(process.uptime()),
      })),
    );
  }
}
