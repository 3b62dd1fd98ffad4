// What is told of an opening handshake: the text of both heads, and what follows from them.

/** A handshake that ended in a connection. */
export interface HandshakeReport {
  /** The URL that was connected to, after redirects. */
  readonly url: string;
  /** The request and the response as they were on the wire, up to the empty line. */
  readonly requestHead: string;
  readonly responseHead: string;
  /** Sec-WebSocket-Key as sent, and Sec-WebSocket-Accept as it has to be (§4.2.2) and as it came. */
  readonly key: string;
  readonly expectedAccept: string;
  readonly receivedAccept: string;
  /** The subprotocol that was agreed on; absent when there is none. */
  readonly subprotocol?: string;
  /** Sec-WebSocket-Extensions of the response; absent when there is none. */
  readonly extensions?: string;
  /** From dialling to the answer. */
  readonly duration: number;
  readonly remote: string;
}

/** Why there is no connection. */
export interface Refusal {
  /** One plain sentence for people. */
  readonly explanation: string;
  /** The answer of the server, if there was one: 403 and the like. */
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** The beginning of the answer's body. */
  readonly body?: string;
  /** The error's code: `WS_RESPONSE`, `ECONNREFUSED`, … */
  readonly code?: string;
}
