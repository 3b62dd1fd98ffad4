// The handshake as HTTP: broken lines, bodies, the bytes that follow, and the form of a refusal (RFC 9110, RFC 9112).
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import { close, filler, opcodes, ping, text } from '../../wire/client-frame.js';
import { judgeAccepted } from '../../wire/judge-handshake.js';
import type { RequestChange } from '../../wire/upgrade-request.js';
import { vectorsOf, type Vector } from './handshake-vector.js';
import type { Expected } from '../script.js';

const inserted =
  (line: string, at = 1) =>
  (lines: string[]) =>
    lines.toSpliced(at, 0, line);
const broken = (name: string, says: string, line: string, at?: number): Vector => {
  return { name, says: `${says} is a bad request`, change: { lines: inserted(line, at) }, answer: [400] };
};

const tooMuch = (name: string, what: string, add: NonNullable<RequestChange['add']>): Vector => {
  const says = `${what} are refused`;
  return { name, section: 'RFC 6585 §5', says, change: { add }, answer: [400, 413, 431], mayBeReset: true };
};

const lines: readonly Vector[] = [
  broken('no-colon', 'a header line without a colon', 'nonsense'),
  broken('blank-before-colon', 'a blank before the colon', 'X-Blank : 1'),
  broken('empty-name', 'a header without a name', ': value'),
  broken('bad-name', 'a header name that is no token', 'X@Y: 1'),
  broken('blank-in-name', 'a blank in a header name', 'X Y: 1'),
  broken('nul', 'NUL in a header', 'X-Nul: a\0b'),
  broken('lone-cr', 'CR alone in a header', 'X-Cr: a\rb'),
  broken('first-line-blank', 'a first header line that begins with a blank', ' X: 1', 0),
  {
    name: 'folded',
    section: 'RFC 9112 §5.2',
    says: 'a folded header is refused or unfolded',
    change: { lines: inserted('X-Folded: a\r\n b') },
    answer: 'either',
  },
  {
    name: 'lone-lf',
    section: 'RFC 9112 §2.2',
    says: 'LF alone may end a line',
    change: { lines: inserted('X-Lf: a\nX-Other: b') },
    answer: 'either',
  },
  tooMuch('head-of-100000', 'headers of 100,000 bytes', [['X-Long', 'y'.repeat(100_000)]]),
  tooMuch(
    '5000-headers',
    '5,000 headers',
    Array.from({ length: 5000 }, (_, at) => [`X-${at}`, 'y'.repeat(20)] as const),
  ),
  {
    name: 'both-lengths',
    section: 'RFC 9112 §6.3',
    says: 'Content-Length beside Transfer-Encoding',
    change: {
      add: [
        ['Content-Length', '3'],
        ['Transfer-Encoding', 'chunked'],
      ],
      body: Buffer.from('0\r\n\r\n'),
    },
    answer: 'either',
  },
  {
    name: 'bad-length',
    section: 'RFC 9112 §6.3',
    says: 'a Content-Length that is no number is a bad request',
    change: { add: [['Content-Length', 'x']] },
    answer: [400],
  },
  {
    name: 'two-lengths',
    section: 'RFC 9112 §6.3',
    says: 'two different Content-Lengths are a bad request',
    change: {
      add: [
        ['Content-Length', '3'],
        ['Content-Length', '4'],
      ],
    },
    answer: [400],
  },
  {
    name: 'body',
    section: 'RFC 9112 §6',
    says: 'the body of a GET is never taken for frames',
    change: { add: [['Content-Length', '5']], body: Buffer.from('hello') },
    answer: 'either',
  },
];

/** Frames may share a segment with the request: a client that knows the server may speak before the 101 has come. */
const early = (name: string, says: string, rest: Uint8Array[], cut: number, run: Expected): ConformanceCase => {
  return {
    id: `handshake.early.${name}`,
    section: '§4.2.2',
    says,
    async run(server) {
      const peer = await server.connect();
      const request = server.request();
      const bytes = Buffer.concat([request.bytes, ...rest]);
      const first = request.bytes.length + cut;
      peer.send(bytes.subarray(0, first));
      const { response } = await peer.readResponse();
      judgeAccepted(response, request);
      if (first < bytes.length) peer.send(bytes.subarray(first));
      await run(peer);
    },
  };
};

const hello = text('early');
const earlyFrames: readonly ConformanceCase[] = [
  early('text', 'a frame in the segment of the request comes back', [hello], hello.length, async (peer) => {
    await peer.expectMessage(opcodes.text, Buffer.from('early'));
    await peer.closeCleanly();
  }),
  ...[1, 2, 6, 7].map((cut) =>
    early(
      `part-${cut}`,
      `the first ${cut} bytes of a frame in the segment of the request are kept`,
      [hello],
      cut,
      async (peer) => {
        await peer.expectMessage(opcodes.text, Buffer.from('early'));
        await peer.closeCleanly();
      },
    ),
  ),
  early(
    'three',
    'three frames in the segment of the request are answered in order',
    [ping('a'), hello, ping('b')],
    hello.length + 14,
    async (peer) => {
      await peer.expectPong(Buffer.from('a'));
      await peer.expectMessage(opcodes.text, Buffer.from('early'));
      await peer.expectPong(Buffer.from('b'));
      await peer.closeCleanly();
    },
  ),
  early('close', 'a close frame in the segment of the request is answered', [close(1000)], 8, async (peer) => {
    await peer.expectClose([1000]);
    await peer.expectEnd();
  }),
  early(
    'big',
    'a frame of 60,000 bytes that begins in the segment of the request comes back',
    [text(filler(60_000))],
    1000,
    async (peer) => {
      await peer.expectMessage(opcodes.text, filler(60_000));
      await peer.closeCleanly();
    },
  ),
  early('broken', 'a broken frame in the segment of the request fails', [text('x', { rsv: 4 })], 7, (peer) =>
    peer.expectFailure(1002),
  ),
];

const cut = (size: number): ConformanceCase => {
  return {
    id: `handshake.cut.${size}`,
    section: '§4.1',
    says: `a request in pieces of ${size} bytes is understood`,
    async run(server) {
      const peer = await server.connect();
      const request = server.request();
      await peer.sendPieces(request.bytes, size);
      judgeAccepted((await peer.readResponse()).response, request);
      await peer.expectAlive();
      await peer.closeCleanly();
    },
  };
};

const refusals: readonly (readonly [name: string, change: RequestChange])[] = [
  ['version', { set: { 'Sec-WebSocket-Version': '12' } }],
  ['key', { set: { 'Sec-WebSocket-Key': 'short' } }],
  ['method', { method: 'POST' }],
  ['path', { target: '/no-such-thing-here' }],
];

/** A refusal is a whole HTTP response, which a browser's log, a proxy and a person can read. */
const forms = refusals.map(([name, change]): ConformanceCase => {
  return {
    id: `handshake.refusal.${name}`,
    section: 'RFC 9112 §6',
    says: 'a refusal tells the length of its body, says Connection: close and ends TCP in order',
    async run(server) {
      const peer = await server.connect();
      peer.send(server.request(change).bytes);
      const { response } = await peer.readResponse();
      check(response.status >= 400, `answered ${response.status}`);
      check(response.has('Content-Length'), 'a refusal without Content-Length');
      check(
        response.tokens('Connection').some((token) => token.toLowerCase() === 'close'),
        'a refusal without Connection: close',
      );
      check(
        !response.tokens('Upgrade').includes('websocket') || response.status === 426,
        'a refusal that says Upgrade: websocket',
      );
      const ending = await peer.expectEnd('the end of TCP after a refusal');
      check(ending === 'fin', 'a refusal that ends with a reset');
    },
  };
});

const earlyRefused: ConformanceCase = {
  id: 'handshake.refusal.with-early-frames',
  section: 'RFC 9112 §9.6',
  says: 'a refusal arrives whole although frames came with the request',
  async run(server) {
    const peer = await server.connect();
    peer.send(server.request({ set: { 'Sec-WebSocket-Version': '12' } }).bytes, text(filler(60_000)));
    const { response } = await peer.readResponse();
    check(response.status >= 400, `answered ${response.status}`);
  },
};

const afterGet: ConformanceCase = {
  id: 'handshake.after-a-plain-request',
  section: 'RFC 9112 §9.3',
  says: 'a connection that served a plain request, and was kept, may be upgraded',
  async run(server) {
    const peer = await server.connect();
    peer.send(server.request({ target: '/no-such-thing-here', lines: () => [`Host: ${server.authority}`] }).bytes);
    const { response } = await peer.readResponse();
    if (response.tokens('Connection').some((token) => token.toLowerCase() === 'close')) return;
    const request = server.request();
    peer.send(request.bytes);
    judgeAccepted((await peer.readResponse()).response, request);
    await peer.expectAlive();
    await peer.closeCleanly();
  },
};

export const handshakeHttp: readonly ConformanceCase[] = [
  ...vectorsOf('http', 'RFC 9112 §5', lines),
  ...earlyFrames,
  ...[1, 2, 3, 7, 13, 50, 100].map(cut),
  ...forms,
  earlyRefused,
  afterGet,
];
