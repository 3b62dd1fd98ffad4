// The negotiation of permessage-deflate (RFC 7692 §7.1): what a client offers, what a server agrees to.
import type { ExtensionOffer } from './extension.js';

export const PERMESSAGE_DEFLATE = 'permessage-deflate';

/** What one side does when it compresses. */
export interface DeflateDirection {
  /** The base-2 logarithm of the LZ77 window, 8 to 15. */
  readonly windowBits: number;
  /** Whether a message may refer to those before it. */
  readonly takeover: boolean;
}

/** Both directions. What is wished for is a bound: what is agreed on is never more. */
export interface DeflateDirections {
  readonly server: DeflateDirection;
  readonly client: DeflateDirection;
}

/** The parameters of one offer or answer. */
interface Parameters {
  readonly serverTakeover: boolean;
  readonly clientTakeover: boolean;
  readonly serverWindowBits: number | undefined;
  /** `'any'`: named without a value, which only an offer may do. */
  readonly clientWindowBits: number | 'any' | undefined;
}

const LARGEST_WINDOW = 15;
// §7.1.2: "a decimal integer value without leading zeroes between 8 to 15, inclusive"
const WINDOW_BITS = /^(?:[89]|1[0-5])$/;

/** Reads parameters; undefined for an unknown or a repeated one, or a value that is not allowed (§7.1: decline). */
function readParameters({ parameters }: ExtensionOffer): Parameters | undefined {
  const values = new Map(parameters);
  if (values.size < parameters.length) return undefined;
  for (const [name, value] of values) {
    switch (name) {
      case 'server_no_context_takeover':
      case 'client_no_context_takeover':
        if (value !== undefined) return undefined;
        break;
      case 'server_max_window_bits':
        if (value === undefined || !WINDOW_BITS.test(value)) return undefined;
        break;
      case 'client_max_window_bits':
        if (value !== undefined && !WINDOW_BITS.test(value)) return undefined;
        break;
      default:
        return undefined;
    }
  }
  const bits = (name: string): number | undefined =>
    values.get(name) === undefined ? undefined : Number(values.get(name));
  return {
    serverTakeover: !values.has('server_no_context_takeover'),
    clientTakeover: !values.has('client_no_context_takeover'),
    serverWindowBits: bits('server_max_window_bits'),
    clientWindowBits: bits('client_max_window_bits') ?? (values.has('client_max_window_bits') ? 'any' : undefined),
  };
}

/** What a server agreed to: what both sides do, and how it says so. */
export interface DeflateAgreement {
  readonly directions: DeflateDirections;
  readonly answer: ExtensionOffer;
}

/** Agrees to the first of a client's offers that a server can agree to; undefined when there is none. */
export function agreeToDeflate(
  offers: readonly ExtensionOffer[],
  wished: DeflateDirections,
): DeflateAgreement | undefined {
  for (const offer of offers) {
    const parameters = offer.name === PERMESSAGE_DEFLATE ? readParameters(offer) : undefined;
    if (parameters !== undefined) return agreement(parameters, wished);
  }
  return undefined;
}

function agreement(offered: Parameters, wished: DeflateDirections): DeflateAgreement {
  const { clientWindowBits } = offered;
  const server = {
    takeover: offered.serverTakeover && wished.server.takeover,
    windowBits: Math.min(offered.serverWindowBits ?? LARGEST_WINDOW, wished.server.windowBits),
  };
  const client = {
    takeover: offered.clientTakeover && wished.client.takeover,
    // §7.1.2.2: a client that has not named the parameter cannot be told to use a smaller window.
    windowBits:
      clientWindowBits === undefined
        ? LARGEST_WINDOW
        : Math.min(clientWindowBits === 'any' ? LARGEST_WINDOW : clientWindowBits, wished.client.windowBits),
  };
  const parameters: [string, string | undefined][] = [];
  if (!server.takeover) parameters.push(['server_no_context_takeover', undefined]);
  if (!client.takeover) parameters.push(['client_no_context_takeover', undefined]);
  // §7.1.2.1: an offer's server_max_window_bits is agreed to by an answer with the same or a smaller value.
  if (offered.serverWindowBits !== undefined) parameters.push(['server_max_window_bits', String(server.windowBits)]);
  if (clientWindowBits !== undefined) parameters.push(['client_max_window_bits', String(client.windowBits)]);
  return { directions: { server, client }, answer: { name: PERMESSAGE_DEFLATE, parameters } };
}

/** What a client offers. */
export function offerDeflate({ server, client }: DeflateDirections): ExtensionOffer {
  const parameters: [string, string | undefined][] = [];
  if (!server.takeover) parameters.push(['server_no_context_takeover', undefined]);
  if (!client.takeover) parameters.push(['client_no_context_takeover', undefined]);
  if (server.windowBits < LARGEST_WINDOW) parameters.push(['server_max_window_bits', String(server.windowBits)]);
  // Without a value it tells the server that it may ask for a smaller window.
  const bits = client.windowBits < LARGEST_WINDOW ? String(client.windowBits) : undefined;
  parameters.push(['client_max_window_bits', bits]);
  return { name: PERMESSAGE_DEFLATE, parameters };
}

/** Reads a server's answer to an offer; undefined when it does not fit, which fails the connection (§7.1, §5.1). */
export function readDeflateAnswer(answer: ExtensionOffer, offered: DeflateDirections): DeflateDirections | undefined {
  const parameters = answer.name === PERMESSAGE_DEFLATE ? readParameters(answer) : undefined;
  if (parameters === undefined || parameters.clientWindowBits === 'any') return undefined;
  const { serverTakeover, clientTakeover, serverWindowBits = LARGEST_WINDOW } = parameters;
  const { clientWindowBits = offered.client.windowBits } = parameters;
  // §7.1.1.1: a server that accepts server_no_context_takeover says so; §7.1.2.1: likewise, with no larger window.
  if (serverTakeover && !offered.server.takeover) return undefined;
  if (serverWindowBits > offered.server.windowBits) return undefined;
  // §7.1.2.2: a server that answers client_max_window_bits names a value "equal to or smaller than the received value".
  if (clientWindowBits > offered.client.windowBits) return undefined;
  return {
    server: { takeover: serverTakeover, windowBits: serverWindowBits },
    client: { takeover: clientTakeover && offered.client.takeover, windowBits: clientWindowBits },
  };
}
