// Judges the server's answer to a handshake: a 101 by §4.2.2, a refusal by HTTP.
import { check } from '../failure.js';
import type { HttpResponse } from './http-response.js';
import { acceptFor, type UpgradeRequest } from './upgrade-request.js';

/** Checks every header that §4.2.2 asks for in a 101, and that nothing came that was not offered. */
export function judgeAccepted(response: HttpResponse, request: UpgradeRequest): void {
  check(response.status === 101, `answered "${response.statusLine}"; due: 101 (§4.2.2)`);
  const upgrade = response.all('Upgrade');
  check(
    upgrade.length === 1 && upgrade[0]?.toLowerCase() === 'websocket',
    `Upgrade: ${JSON.stringify(upgrade)} (§4.2.2)`,
  );
  const connection = response.tokens('Connection').map((token) => token.toLowerCase());
  check(connection.includes('upgrade'), `Connection: ${JSON.stringify(connection)} (§4.2.2)`);
  const accepts = response.all('Sec-WebSocket-Accept');
  const due = acceptFor(request.key);
  check(accepts.length === 1, `${accepts.length} Sec-WebSocket-Accept headers; due: one (§11.3.3)`);
  check(accepts[0] === due, `Sec-WebSocket-Accept: ${accepts[0]}; due: ${due} (§4.2.2)`);
  for (const name of ['Content-Length', 'Transfer-Encoding']) {
    check(!response.has(name), `a 101 with ${name} (RFC 9110 §8.6, RFC 9112 §6.1)`);
  }
  judgeSubprotocol(response, request);
  judgeExtensions(response, request);
}

const offered = (request: UpgradeRequest, header: string): string[] =>
  request.headers
    .filter(([name]) => name.toLowerCase() === header)
    .flatMap(([, value]) => value.split(',').map((token) => token.trim()));

function judgeSubprotocol(response: HttpResponse, request: UpgradeRequest): void {
  const chosen = response.all('Sec-WebSocket-Protocol');
  check(chosen.length <= 1, 'more than one Sec-WebSocket-Protocol (§11.3.4)');
  const [subprotocol] = chosen;
  if (subprotocol === undefined) return;
  const offers = offered(request, 'sec-websocket-protocol');
  check(offers.includes(subprotocol), `chose the subprotocol "${subprotocol}", which was not offered (§4.2.2)`);
}

function judgeExtensions(response: HttpResponse, request: UpgradeRequest): void {
  const offers = offered(request, 'sec-websocket-extensions').map((offer) => offer.split(';')[0]?.trim());
  for (const extension of response.tokens('Sec-WebSocket-Extensions')) {
    const name = extension.split(';')[0]?.trim();
    check(offers.includes(name), `agreed to the extension "${name}", which was not offered (§9.1)`);
  }
}

/** Checks that the status is one of those that fit. */
export function judgeRefused(response: HttpResponse, statuses: readonly number[] | undefined): void {
  check(response.status !== 101, 'answered 101; due: a refusal');
  const fits = statuses ? statuses.includes(response.status) : response.status >= 400;
  check(fits, `answered "${response.statusLine}"; due: ${statuses?.join(' or ') ?? '4xx'}`);
  check(!response.has('Sec-WebSocket-Accept'), 'a refusal with Sec-WebSocket-Accept');
}
