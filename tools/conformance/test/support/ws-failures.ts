// What npm `ws` 8 does otherwise than the RFC says, or than this suite takes the RFC to say.

export interface KnownFailure {
  readonly ids: RegExp;
  readonly because: string;
}

export const knownFailures: readonly KnownFailure[] = [
  {
    ids: /^frames\.length\.\d+-in-(16|64)-bits\.(text|binary|continuation)$|^header\.not-minimal|^cutting\.broken\.not-minimal$/,
    because: 'lengths that are not minimal are taken (§5.2)',
  },
  {
    ids: /^header\.top-bit/,
    because: 'a 64-bit length with its top bit set is called too big instead of wrong (§5.2)',
  },
  { ids: /^6\.4\.|^utf8\.fast\./, because: 'text is judged when the message is complete (§8.1)' },
  {
    ids: /^fragments\.(30000-bytes-by-1|65537-of-64)$/,
    because: 'more than 16,384 fragments are refused with 1008 (§5.4)',
  },
  {
    ids: /^control\.ping\.\d+-in-one-segment$/,
    because: 'a connection is cut when more than 60 pongs wait to be written (§5.5.3)',
  },
  { ids: /^handshake\.version\.\d+$/, because: 'a wrong version is 400 instead of 426, and 8 is spoken (§4.4)' },
  {
    ids: /^handshake\.version\.(leading-zero|plus|fraction|hexadecimal)$/,
    because: 'the version is read as a number of JavaScript (§11.3.5)',
  },
  {
    ids: /^handshake\.headers\.upgrade-(first|second)-of-two$/,
    because: 'Upgrade is not read as a list (§4.2.1, RFC 9110 §7.8)',
  },
  { ids: /^handshake\.target\.absolute-(http|query)$/, because: 'an absolute URI is compared with a path (§4.2.1)' },
  {
    ids: /^handshake\.field\.(no-host|two-hosts|host-blank|host-path|host-user)$/,
    because: 'Host is not looked at (§4.2.1, RFC 9112 §3.2)',
  },
  { ids: /^handshake\.start\.http-(0\.9|1\.0|2\.0)$/, because: 'the version of HTTP is not looked at (§4.2.1)' },
  { ids: /^handshake\.start\.connect$/, because: 'Node cuts a CONNECT that nobody hears, without an answer (§4.2.1)' },
  {
    ids: /^handshake\.headers\.connection-trailing-tab$/,
    because: "Node's parser takes the tab for a part of the token (RFC 9110 §5.5)",
  },
  { ids: /^handshake\.start\.head$/, because: 'the refusal of HEAD has a body (RFC 9110 §9.3.2)' },
  { ids: /^handshake\.start\.post-405$/, because: '405 does not say Allow (RFC 9110 §15.5.6)' },
  { ids: /^handshake\.http\.body$/, because: 'the body of a request is taken for frames (RFC 9112 §6)' },
];
