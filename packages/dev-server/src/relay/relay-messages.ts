// What the page and the dev server say to each other: JSON objects, one a text message, on the relay's socket. The page says
// commands, the server says events. Bytes travel as base64. Times are milliseconds with a fraction, sizes are bytes.
import type { ChaosSettings } from '../chaos/chaos-settings.js';
import type { FrameNote, Payload } from '../frames/frame-note.js';
import type { HandshakeReport, Refusal } from './handshake-report.js';

/** The relay's socket: `ws://host:port/__ws4ts/relay?token=…`. */
export const RELAY_PATH = '/__ws4ts/relay';
/** The page's own files; `/` is the page. Both want the token: in the query, or in the cookie that `/?token=…` sets. */
export const FILES_PATH = '/__ws4ts/';
/** The recording as NDJSON, by GET, with the token in the query: what has been recorded so far. */
export const RECORDING_PATH = '/__ws4ts/recording.ndjson';

/**
 * What the page says. Each command may carry an `ask`, a number that the page chooses: then the server says `done` or `failed`
 * with it. A command without one says `failed` alone.
 */
export type RelayCommand = (SessionCommand | ConnectionCommand | RecordingCommand | MeasureCommand) & {
  readonly ask?: number;
};

/** A session is one connection that the server opens for the page, so that the page sees its frames. */
export type SessionCommand =
  /** Opens a session; the page chooses its name, which no session that is open may have. Answered by `opened` or `refused`. */
  | {
      readonly type: 'open';
      readonly session: string;
      /** `ws:` or `wss:`; a path such as `/echo` is one of the dev server's own. */
      readonly url: string;
      /** In their order; a name may come twice. `origin`, `cookie` and `authorization` are as good as others. Default: none. */
      readonly headers?: readonly (readonly [name: string, value: string])[];
      readonly subprotocols?: readonly string[];
      /** Whether permessage-deflate is offered. Default: false. */
      readonly compression?: boolean;
      /** Whether a certificate is taken that nobody vouches for, as a local server's. Default: false. */
      readonly insecure?: boolean;
      readonly chaos?: Partial<ChaosSettings>;
    }
  /** Sends a message. With several parts, each is a fragment; all of them are text or all are base64. */
  | { readonly type: 'send'; readonly session: string; readonly parts: readonly Payload[] }
  /** Sends one frame exactly as described, right or wrong: masked with a key of its own, unless `masked` is false. */
  | {
      readonly type: 'sendFrame';
      readonly session: string;
      /** FIN, the reserved bits and the opcode: 0 to 255. */
      readonly firstByte: number;
      readonly payload: Payload;
      readonly masked?: boolean;
    }
  /** Writes these bytes to the connection, whatever they are. */
  | { readonly type: 'sendBytes'; readonly session: string; readonly base64: string }
  | { readonly type: 'ping'; readonly session: string; readonly payload?: Payload }
  /** Begins the closing handshake. Default: 1000 and no reason. */
  | { readonly type: 'close'; readonly session: string; readonly code?: number; readonly reason?: string }
  /** Cuts the connection without a close frame: the other side sees 1006. */
  | { readonly type: 'terminate'; readonly session: string }
  /** Changes what is named and leaves the rest as it is. */
  | { readonly type: 'setChaos'; readonly session: string; readonly chaos: Partial<ChaosSettings> };

/** About the connections of the dev server's own routes, by the `id` of their `ConnectionNote`. */
export type ConnectionCommand =
  | { readonly type: 'closeConnection'; readonly id: string; readonly code?: number; readonly reason?: string }
  /** Cuts it without a close frame. */
  | { readonly type: 'terminateConnection'; readonly id: string }
  | { readonly type: 'pingConnection'; readonly id: string }
  /** Sends to one connection. */
  | { readonly type: 'sendToConnection'; readonly id: string; readonly payload: Payload }
  /** Sends to all; to those of one route or of one room where these are given. */
  | { readonly type: 'broadcast'; readonly payload: Payload; readonly route?: string; readonly room?: string }
  | { readonly type: 'joinRoom'; readonly id: string; readonly room: string }
  | { readonly type: 'leaveRoom'; readonly id: string; readonly room: string }
  | { readonly type: 'setConnectionChaos'; readonly id: string; readonly chaos: Partial<ChaosSettings> }
  /** Sends the client a frame that breaks the protocol: a reserved opcode, in the server's name. */
  | { readonly type: 'sendBadFrame'; readonly id: string }
  /** From now on its frames come as `frames` with `session` being its id; until `unwatch`, or until it is gone. */
  | { readonly type: 'watch'; readonly id: string }
  | { readonly type: 'unwatch'; readonly id: string };

/** The recording is of all sessions and all connections; starting it again begins an empty one. */
export type RecordingCommand = { readonly type: 'startRecording' } | { readonly type: 'stopRecording' };

/** While a page that measures is there, the connections of the server's routes are pinged for their latency, each five seconds. */
export interface MeasureCommand {
  readonly type: 'measure';
  readonly on: boolean;
}

/** What the server says. */
export type RelayEvent =
  /** First of all, and whenever something of it changes, as when the user's file was loaded again. */
  | StateEvent
  /** About once a second, and when one comes or goes: all live connections of the server's routes. */
  | { readonly type: 'connections'; readonly connections: readonly ConnectionNote[] }
  | {
      readonly type: 'opened';
      readonly session: string;
      /** When it was dialled, in milliseconds since 1970: the times of its frames, and of its end, count from here. */
      readonly began: number;
      readonly handshake: HandshakeReport;
    }
  /** There was no connection; the session is over. `handshake` is what there was of one. */
  | {
      readonly type: 'refused';
      readonly session: string;
      readonly handshake: Partial<HandshakeReport>;
      readonly refusal: Refusal;
    }
  /** In their order, several at once when many come. `skipped` counts those before them that were too many to tell. */
  | {
      readonly type: 'frames';
      readonly session: string;
      readonly frames: readonly FrameNote[];
      readonly skipped: number;
    }
  /** The session, or the watched connection, is over. `explanation` says in plain words what the code means. */
  | {
      readonly type: 'closed';
      readonly session: string;
      /** Milliseconds since it began, by the clock of its frames. */
      readonly at: number;
      readonly code: number;
      readonly reason: string;
      readonly explanation: string;
      /** What the network or the protocol complained about, if anything. */
      readonly error?: string;
    }
  | {
      readonly type: 'recording';
      readonly isRecording: boolean;
      /** What is in it so far, for the download. */
      readonly frames: number;
      readonly bytes: number;
      /** Whether it is full: what came later is not in it. */
      readonly isFull: boolean;
    }
  /** A line that the server has printed: a refusal, a hook that failed, a file that could not be loaded. */
  | { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly line: string; readonly time: number }
  | { readonly type: 'done'; readonly ask: number }
  | { readonly type: 'failed'; readonly ask?: number; readonly reason: string };

/** What the server is. */
export interface StateEvent {
  readonly type: 'state';
  readonly version: string;
  /** Where clients connect to: `ws://127.0.0.1:9000`, without a path. */
  readonly url: string;
  readonly routes: readonly RouteNote[];
  /** The user's files that are served; empty when these are the server's own routes. */
  readonly files: readonly string[];
  /** The target of `--proxy`, when every path is relayed to it. */
  readonly proxy?: string;
  /** Why the user's files could not be loaded last time: then the routes are those from before. */
  readonly error?: string;
}

/** One route of the server. */
export interface RouteNote {
  /** The pattern: `/chat/:room`. */
  readonly path: string;
  /** The names in the pattern: `['room']`. */
  readonly params: readonly string[];
  readonly className: string;
  /** One sentence that says what it does, for the server's own routes. */
  readonly summary?: string;
  readonly subprotocols: readonly string[];
  readonly compression: boolean;
  readonly maxMessageSize: number;
  /** A path that can be connected to as it is: `/chat/lobby`. */
  readonly example: string;
}

/** One live connection of the server's routes. */
export interface ConnectionNote {
  readonly id: string;
  /** The route's pattern, and the path and query that were asked for. */
  readonly route: string;
  readonly path: string;
  readonly remote: string;
  readonly subprotocol?: string;
  readonly compressed: boolean;
  /** When it came in, in milliseconds since 1970: the times of its frames count from here. */
  readonly since: number;
  readonly rooms: readonly string[];
  readonly bufferedAmount: number;
  /** The round trip of the last ping, in milliseconds; absent until one was answered. */
  readonly latency?: number;
  readonly received: Traffic;
  readonly sent: Traffic;
  readonly chaos: ChaosSettings;
}

/** One direction of a connection: in all, and in the last second. Messages are data frames that end one; bytes are on the wire. */
export interface Traffic {
  readonly messages: number;
  readonly bytes: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
}
