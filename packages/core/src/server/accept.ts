// The one seam behind every door: a request that a router has matched becomes a socket, or an answer that says why not.
import type { Duplex } from 'node:stream';
import { agreeToDeflate } from '../extensions/deflate-parameters.js';
import { PermessageDeflate } from '../extensions/permessage-deflate.js';
import { readOpeningRequest, openingResponse, type OpeningRequest } from '../handshake/server-handshake.js';
import { chooseSubprotocol } from '../handshake/negotiation.js';
import { HandshakeError } from '../vocabulary/errors.js';
import type { Hooks } from '../connection/hooks.js';
import type { WebSocketManager } from '../groups/manager.js';
import { UpgradeRequest, type IncomingUpgrade } from '../socket/upgrade-request.js';
import { attachRequest } from '../socket/connected-socket.js';
import { attachStream, type WebSocket } from '../socket/web-socket.js';
import { toldAddressOf } from './admission/client-address.js';
import { hostOf, mayConnect } from './origin.js';
import { refusalOf, writeRefusal } from './refusal.js';
import type { Match } from './router.js';

/** A client that asks for an upgrade: what node:http's `upgrade` event gives. */
export interface Upgrade {
  readonly request: IncomingUpgrade;
  readonly socket: Duplex;
  /** Bytes that came with the request. */
  readonly head: Buffer;
}

/** What a door does in its own way. */
export interface Door {
  /** Makes the instance of a connection; by default with `new` and no arguments. */
  readonly create?: (match: Match, request: UpgradeRequest) => WebSocket | PromiseLike<WebSocket>;
  /**
   * Surrounds the making of the instance and its `requested` hook, all within `handshakeTimeout`. The 101 is written once it has
   * resolved; what it throws refuses the client, and undefined says that the door has answered the client itself.
   */
  readonly surround?: (request: UpgradeRequest, ask: () => Promise<WebSocket>) => Promise<WebSocket | undefined>;
  /** Says what is called in place of the hooks of an open socket; one table may serve many sockets. */
  readonly hooks?: (own: Hooks<WebSocket>) => Hooks<WebSocket>;
  /** Answers a refused client; by default with an HTTP response on the socket. */
  readonly refuse?: (refusal: HandshakeError, upgrade: Upgrade) => void;
}

/** A client on its way in. */
interface Visit {
  readonly upgrade: Upgrade;
  readonly match: Match;
  readonly door: Door;
  readonly manager: WebSocketManager<WebSocket>;
  readonly asked: UpgradeRequest;
  readonly opening: OpeningRequest;
}

/** The socket that a client has got; undefined for a client that has got none. */
export type Accepted = WebSocket | undefined;

/**
 * Opens a socket of the matched class for a client, or refuses the client. A promise is returned only where something has to be
 * waited for, as it costs more than most handshakes do. Never throws, never rejects.
 *
 * @param manager everyone who comes in through this door
 * @param client the client's address, if the caller knows it already
 */
export function accept(
  upgrade: Upgrade,
  match: Match,
  door: Door,
  manager: WebSocketManager<WebSocket>,
  client: string | undefined = toldAddressOf(upgrade.request, match.endpoint.options),
): Accepted | Promise<Accepted> {
  const { request } = upgrade;
  const { options } = match.endpoint;
  try {
    const opening = readOpeningRequest(request);
    const { origin } = request.headers;
    if (!mayConnect(origin, hostOf(request), options.origins)) throw HandshakeError.for('WS_ORIGIN', origin);
    const asked = new UpgradeRequest(request, match.params, opening.subprotocols, client);
    const made: Accepted | PromiseLike<Accepted> = door.surround
      ? door.surround(asked, async () => ask(asked, match, door))
      : ask(asked, match, door);
    const visit: Visit = { upgrade, match, door, manager, asked, opening };
    if (isPending(made)) return openLater(made, visit);
    return made && open(made, visit);
  } catch (error) {
    return refuse(error, upgrade, match, door);
  }
}

/** Makes the instance and lets it look at the request. */
function ask(request: UpgradeRequest, match: Match, door: Door): WebSocket | PromiseLike<WebSocket> {
  const made = door.create ? door.create(match, request) : new match.endpoint.target();
  return isPending(made) ? made.then((socket) => show(socket, request)) : show(made, request);
}

function show(socket: WebSocket, request: UpgradeRequest): WebSocket | PromiseLike<WebSocket> {
  const result = attachRequest(socket, request);
  return isPending(result) ? result.then(() => socket) : socket;
}

function isPending<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

async function openLater(made: PromiseLike<Accepted>, visit: Visit): Promise<Accepted> {
  const { upgrade, match, door } = visit;
  const { socket: stream } = upgrade;
  // Until the connection hears its stream: an error without a listener would end the process.
  const destroy = (): void => void stream.destroy();
  stream.on('error', destroy);
  try {
    const socket = await inTime(made, match.endpoint.options.handshakeTimeout);
    if (socket === undefined) return undefined;
    const opened = open(socket, visit);
    if (opened !== undefined) stream.off('error', destroy);
    return opened;
  } catch (error) {
    return refuse(error, upgrade, match, door);
  }
}

function refuse(error: unknown, upgrade: Upgrade, match: Match, door: Door): undefined {
  const refusal = refusalOf(error, upgrade.request.url, match.endpoint.options.logger);
  if (upgrade.socket.writable) turnAway(refusal, upgrade, door);
}

/** Answers a client that does not get in, in the door's way where it has one. */
export function turnAway(refusal: HandshakeError, upgrade: Upgrade, door: Door): void {
  if (door.refuse) door.refuse(refusal, upgrade);
  else writeRefusal(upgrade.socket, refusal, upgrade.request.method);
}

/** Writes the 101 and starts the connection, if the client is still there. */
function open(socket: WebSocket, { upgrade, match, door, manager, asked, opening }: Visit): Accepted {
  const { socket: stream, head } = upgrade;
  const { options, compression } = match.endpoint;
  // The client may have gone while something was waited for, or have ended its side with nobody to hear it.
  if (!stream.writable || stream.readableEnded) {
    stream.destroy();
    return undefined;
  }
  const subprotocol = chooseSubprotocol(opening.subprotocols, options.subprotocols);
  const agreed = compression && agreeToDeflate(opening.extensions, compression.wished);
  const codec = agreed && new PermessageDeflate('server', agreed.directions, compression.effort);
  const answer = { subprotocol, extension: agreed?.answer };
  stream.write(openingResponse(opening.key, answer, asked.takeResponseHeaders()), 'latin1');
  asked.settle();
  const established = { stream, role: 'server', options, subprotocol, codec } as const;
  const connection = attachStream(socket, established, door.hooks);
  manager.add(socket);
  connection.start(head);
  return socket;
}

/** Rejects with a 408 when a promise takes longer than the handshake may. */
function inTime<Result>(promise: PromiseLike<Result>, milliseconds: number): Promise<Result> {
  // Not by Promise.race, which costs a handshake three promises more.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(HandshakeError.for('WS_TIMEOUT', `${milliseconds} ms`)), milliseconds);
    promise.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error as Error);
      },
    );
  });
}
