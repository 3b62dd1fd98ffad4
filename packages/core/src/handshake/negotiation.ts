// What a server agrees to of what a client offers.

/** Picks the subprotocol: the first of the client's that the server supports; `'any'` supports all. */
export function chooseSubprotocol(
  offered: readonly string[],
  supported: 'any' | readonly string[],
): string | undefined {
  if (supported === 'any') return offered[0];
  // §4.1: the client's list is "ordered by preference"; §4.2.2: the answer is a value "derived from the client's handshake",
  // none when the server "does not agree to any".
  return offered.find((name) => supported.includes(name));
}
