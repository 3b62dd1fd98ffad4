// One request for an upgrade on its way through the middleware of an app. It is accepted in the middle of the stack, and opened when
// the stack has ended: until then any middleware can add headers, or say no.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExtendableContext } from 'koa';
import {
  UsageError,
  writeRefusal,
  type Accepted,
  type Door,
  type Endpoint,
  type HandshakeError,
  type Logger,
  type Match,
  type ServerOptions,
  type UpgradeRequest,
  type WebSocket,
  type WebSocketClass,
} from '@ws4ts/core';
import type { HttpUpgrade } from '@ws4ts/http';
import { answerOn } from './answer-on.js';
import { createSocket } from './koa-web-socket.js';
import { UpgradeResponse, type AddedHeader } from './upgrade-response.js';

/** What `app.callback()` returns. */
export type AppCallback = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The door that a client came to. */
export interface AppDoor {
  readonly options: ServerOptions;
  readonly logger: Logger;
  /** What a class is, where the app has found the path already. */
  endpointOf(target: WebSocketClass, options: Partial<ServerOptions> | undefined): Endpoint;
  /** Opens a socket, or refuses the client. */
  accept(upgrade: HttpUpgrade, match: Match, how: Door): Accepted | Promise<Accepted>;
}

const SWITCHING = 101;
const NOT_FOUND = 404;
/** Where a request has its upgrade. Not in a WeakMap: the collector goes through all that one holds, time and again. */
const underWay = Symbol('upgrade');

/** The upgrade that a request asks for; undefined for a plain request. */
export function upgradeOf({ req }: Pick<ExtendableContext, 'req'>): KoaUpgrade | undefined {
  return (req as { [underWay]?: KoaUpgrade })[underWay];
}

/** A client that waits for its upgrade, and how it is let in. */
export class KoaUpgrade implements Door {
  private readonly answer: UpgradeResponse;
  /** The context that was asked for the upgrade, once it was. */
  private context: ExtendableContext | undefined;
  private isAdmitted = false;
  private hasEnded = false;
  private isTurnedAway = false;
  /** Tells the middleware who is let in, if anybody. */
  private admit: ((socket: WebSocket | undefined) => void) | undefined;
  /** Lets the handshake go on once the stack has ended. */
  private proceed: ((headers: readonly AddedHeader[] | undefined) => void) | undefined;

  constructor(
    private readonly upgrade: HttpUpgrade,
    readonly door: AppDoor,
  ) {
    this.answer = new UpgradeResponse(upgrade);
    Object.assign(upgrade.request, { [underWay]: this });
  }

  /** Whether the status is still that of an upgrade that is to be: then it is not for Koa to respond. */
  get isPending(): boolean {
    return this.context !== undefined && this.answer.response.statusCode === SWITCHING;
  }

  /** Runs the app's middleware. Rejects only where Koa does: when a listener for the app's errors throws. */
  async run(callback: AppCallback): Promise<void> {
    const { request, socket, isShared } = this.upgrade;
    // Until somebody else hears it: an error without a listener would end the process.
    const destroy = (): void => void socket.destroy();
    socket.on('error', destroy);
    // Who else hears the upgrades of this server may be writing to the socket.
    if (!isShared) this.answer.connect();
    try {
      await callback(request, this.answer.response);
    } finally {
      this.hasEnded = true;
      if (this.isPending) {
        socket.off('error', destroy);
        this.proceed?.(this.answer.giveUp());
      } else this.concludeAnswered();
    }
  }

  /**
   * Accepts the client, or puts the refusal on the context. Resolves with the socket that is to be opened when the stack has
   * ended, with undefined when there is none.
   */
  accept(context: ExtendableContext, match: Match): Promise<WebSocket | undefined> {
    if (this.context !== undefined) throw new UsageError('WS_USAGE_ATTACHED', context.url, 'upgrade a request once');
    this.context = context;
    context.status = SWITCHING;
    return new Promise((resolve) => {
      this.admit = resolve;
      const accepted = this.door.accept({ ...this.upgrade, request: asSent(context) }, match, this);
      void Promise.resolve(accepted).then((socket) => {
        if (socket !== undefined) this.answer.announceEnd();
        resolve(undefined);
      });
    });
  }

  create({ endpoint }: Match, request: UpgradeRequest): WebSocket {
    return createSocket(endpoint.target, request, this.context!);
  }

  async surround(request: UpgradeRequest, ask: () => Promise<WebSocket>): Promise<WebSocket | undefined> {
    const socket = await ask();
    this.isAdmitted = true;
    this.admit!(socket);
    const headers = await this.stackEnded();
    if (headers === undefined) return undefined;
    for (const [name, value] of headers) request.responseHeaders.append(name, value);
    return socket;
  }

  refuse(refusal: HandshakeError): void {
    // There is nobody left to send what the context says, or it is not known when there will be.
    if (this.hasEnded || this.isAdmitted) this.turnAway(refusal);
    else if (this.context !== undefined) answerOn(this.context, refusal);
  }

  /** Refuses the client, be its middleware at an end or not. Whoever else has taken it, or an answer that is under way, is left. */
  turnAway(refusal: HandshakeError): void {
    const { request, socket } = this.upgrade;
    if (socket.writableEnded) return;
    this.isTurnedAway = true;
    // Half an answer cannot be taken back.
    if (this.answer.response.headersSent && !this.isTaken) return void socket.destroy();
    this.answer.giveUp();
    if (!this.isTaken) writeRefusal(socket, refusal, request.method);
    this.answer.announceEnd();
  }

  /** What the stack adds to the 101 when it has ended; undefined when it has answered otherwise. */
  private stackEnded(): Promise<readonly AddedHeader[] | undefined> {
    if (this.hasEnded) return Promise.resolve(this.isPending ? this.answer.giveUp() : undefined);
    return new Promise((resolve) => (this.proceed = resolve));
  }

  /** Whether another listener for the server's upgrades has begun to read. */
  private get isTaken(): boolean {
    const { socket, isShared } = this.upgrade;
    return isShared && 'readableFlowing' in socket && socket.readableFlowing !== null;
  }

  /** The app has answered, or has not known what to answer. */
  private concludeAnswered(): void {
    this.proceed?.(undefined);
    const { request, isShared } = this.upgrade;
    if (this.isTurnedAway) return;
    const { statusCode } = this.answer.response;
    if (isShared) {
      if (this.isTaken || statusCode === NOT_FOUND) return void this.answer.giveUp();
      this.answer.connect();
    }
    if (this.context !== undefined && !this.isAdmitted) return;
    this.door.logger.warn(`refused a handshake for ${request.url}: the app answered ${statusCode}`);
  }
}

/** The request with the target that the client has sent: koa-mount, for one, cuts it down for the middleware behind it. */
function asSent({ req, originalUrl }: ExtendableContext): IncomingMessage {
  return req.url === originalUrl ? req : (Object.create(req, { url: { value: originalUrl } }) as IncomingMessage);
}
