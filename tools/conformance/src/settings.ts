// What a run must be told about the server it judges: everything that RFC 6455 leaves to configuration.

/** The configuration of the server under test, as the suite believes it to be. */
export interface Settings {
  /** Bytes. The largest message that the server takes; one byte more must be refused with 1009. */
  readonly maxMessageSize: number;
  /** Milliseconds after which an unfinished handshake is cut; `undefined`: the server has no such limit. */
  readonly handshakeTimeout: number | undefined;
  /** Milliseconds after which the server stops waiting for a peer that does not finish closing; `undefined`: not judged. */
  readonly closeTimeout: number | undefined;
  /** The subprotocols that the endpoint speaks. */
  readonly subprotocols: readonly string[];
  /** What the endpoint does with a browser from another origin. */
  readonly foreignOrigin: 'refused' | 'accepted';
  /** The server's process on this machine, whose memory is watched; `undefined`: memory is not judged. */
  readonly processId: number | undefined;
  /** Milliseconds that one awaited answer may take. */
  readonly patience: number;
}

export const defaultSettings: Settings = {
  maxMessageSize: 1024 * 1024,
  handshakeTimeout: undefined,
  closeTimeout: undefined,
  subprotocols: [],
  foreignOrigin: 'refused',
  processId: undefined,
  patience: 5000,
};
