// The close codes of §7.4 and who may use them.

/** The registered close codes (§7.4.1 and the IANA registry), by name. */
export const CloseCode = {
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  /** Never on the wire: the peer's close frame carried no code. */
  noCode: 1005,
  /** Never on the wire: the connection ended without a close frame. */
  abnormal: 1006,
  invalidPayload: 1007,
  policyViolation: 1008,
  messageTooBig: 1009,
  extensionMissing: 1010,
  internalError: 1011,
  serviceRestart: 1012,
  tryAgainLater: 1013,
  badGateway: 1014,
  /** Never on the wire: the TLS handshake failed. */
  tlsFailed: 1015,
  /** Registered: who the peer is, is not proven, or not any more. */
  unauthorized: 3000,
} as const;

// §7.4.1: 1004 is reserved; 1005, 1006 and 1015 "MUST NOT be set as a status code in a Close control frame".
const RANGES_ON_THE_WIRE: readonly (readonly [from: number, to: number])[] = [
  [1000, 1003],
  [1007, 1014],
  // §7.4.2: 3000-3999 are registered by libraries and frameworks, 4000-4999 are for private use.
  [3000, 4999],
];

/** Tells whether a close frame may carry this code (§7.4). */
export function mayBeSent(code: number): boolean {
  return Number.isInteger(code) && RANGES_ON_THE_WIRE.some(([from, to]) => code >= from && code <= to);
}
