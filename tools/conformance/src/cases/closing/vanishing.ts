// Clients that leave without the closing handshake, or begin and do not go on (§7.1.4, §7.1.5, §10.4). One client's end is
// nothing to the others.
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import type { ServerUnderTest } from '../../server-under-test.js';
import { close, filler, hex, opcodes, ping, text } from '../../wire/client-frame.js';
import type { RawPeer } from '../../wire/raw-peer.js';

/** Proves that the server still serves. */
async function stillServes(server: ServerUnderTest): Promise<void> {
  const peer = await server.open();
  await peer.expectAlive();
  await peer.closeCleanly();
}

type Leave = (peer: RawPeer) => void;
const reset: Leave = (peer) => void peer.socket.resetAndDestroy();
const unfinished = text('a message that never ends').subarray(0, 12);

const half = (name: string, says: string, send: readonly Uint8Array[]): ConformanceCase => {
  return {
    id: `vanishing.half-closed.${name}`,
    section: '§7.1.5',
    says,
    async run(server) {
      const peer = await server.open();
      peer.send(...send);
      peer.socket.end();
      while (!peer.inbox.ending) await peer.inbox.changed('the end of TCP after the client ended its half');
      await stillServes(server);
    },
  };
};

const halves = [
  half('idle', 'a client that ends TCP without a close frame is let go', []),
  half('in-frame', 'a client that ends TCP inside a frame is let go', [unfinished]),
  half('in-message', 'a client that ends TCP inside a message is let go', [text('a', { final: false })]),
  half('after-messages', 'a client that ends TCP after messages is let go', [text('a'), text('b'), ping('c')]),
];

const resets = (
  [
    ['idle', []],
    ['in-frame', [unfinished]],
    ['in-message', [text('a', { final: false })]],
    ['with-answers-under-way', Array.from({ length: 200 }, () => text(filler(2000)))],
    ['in-closing', [close(1000)]],
    ['after-failure', [hex('ff ff ff ff')]],
  ] as const
).map(([name, send]): ConformanceCase => {
  return {
    id: `vanishing.reset.${name}`,
    section: '§7.1.5',
    says: 'a client that resets TCP harms nobody else',
    async run(server) {
      const other = await server.open();
      const peer = await server.open();
      peer.send(...send);
      await new Promise((resolve) => setImmediate(resolve));
      reset(peer);
      await other.expectAlive();
      await stillServes(server);
      await other.closeCleanly();
    },
  };
});

const inHandshake = [0, 1, 10, 60, 120].map((length): ConformanceCase => {
  return {
    id: `vanishing.in-handshake.${length}`,
    section: '§4.1',
    says: `a client that leaves after ${length} bytes of its request harms nobody`,
    async run(server) {
      for (const leave of [reset, (peer: RawPeer) => void peer.socket.end()]) {
        const peer = await server.connect();
        peer.send(server.request().bytes.subarray(0, length));
        leave(peer);
      }
      await stillServes(server);
    },
  };
});

const atTheAnswer: ConformanceCase = {
  id: 'vanishing.at-the-101',
  section: '§4.2.2',
  says: 'clients that reset TCP right after their request harm nobody',
  async run(server) {
    for (let round = 0; round < 30; round++) {
      const peer = await server.connect();
      peer.send(server.request().bytes);
      reset(peer);
    }
    await stillServes(server);
  },
};

const badOneAmongGood: ConformanceCase = {
  id: 'vanishing.bad-one-among-good',
  section: '§7.1.7',
  says: 'a connection that fails does not disturb the others',
  async run(server) {
    const good = await Promise.all(Array.from({ length: 5 }, () => server.open()));
    for (const bytes of ['c1 80', '81 05', '83 80', '88 81 00 00 00 00 00', '80 80 00 00 00 00']) {
      const bad = await server.open();
      bad.send(hex(bytes));
      await bad.expectFailure(1002);
      for (const peer of good) await peer.expectAlive();
    }
    for (const peer of good) await peer.closeCleanly();
  },
};

const slow = (name: string, says: string, length: (whole: number) => number, drip: boolean): ConformanceCase => {
  return {
    id: `vanishing.slow-handshake.${name}`,
    section: '§10.4',
    says,
    timeout: 120_000,
    needs: ({ handshakeTimeout }) => (handshakeTimeout ? undefined : 'the limit for a handshake is not told'),
    async run(server) {
      const limit = server.settings.handshakeTimeout ?? 0;
      const peer = await server.connect();
      peer.inbox.patience = limit + server.settings.patience;
      const { bytes } = server.request({ add: [['X-Slow', 'x'.repeat(5000)]] });
      peer.send(bytes.subarray(0, length(bytes.length)));
      let at = length(bytes.length);
      const dripping = drip ? setInterval(() => peer.send(bytes.subarray(at, ++at)), 50) : undefined;
      try {
        // A 408 before the end is fine (RFC 9110 §15.5.9); a handshake that goes on is not.
        while (!peer.inbox.ending) await peer.inbox.changed('the end of a handshake that takes too long');
      } finally {
        clearInterval(dripping);
      }
      check(
        !peer.inbox.takeAll().toString('latin1').startsWith('HTTP/1.1 101'),
        'the server accepted half a handshake',
      );
    },
  };
};

const slowOnes = [
  slow('silent', 'a client that connects and says nothing is cut', () => 0, false),
  slow('half', 'a client that stops inside its request is cut', (whole) => whole >> 1, false),
  slow('drip', 'a client that sends a byte now and then is cut all the same', () => 20, true),
];

/** Writes into the open half until the server's TCP refuses it: only then has the server let go of the connection. */
async function expectLetGo(peer: RawPeer, limit: number): Promise<void> {
  const knocking = setInterval(() => peer.send(ping()), 50);
  let timer: NodeJS.Timeout | undefined;
  const gone = await new Promise<boolean>((resolve) => {
    peer.socket.once('close', () => resolve(true));
    timer = setTimeout(() => resolve(false), limit);
  });
  clearInterval(knocking);
  clearTimeout(timer);
  check(gone, `the server still holds the connection after ${limit} ms`);
}

const neverEnding = (
  [
    ['after-close', close(1000), 1000],
    ['after-failure', hex('c1 80 00 00 00 00'), 1002],
  ] as const
).map(([name, bytes, code]): ConformanceCase => {
  return {
    id: `vanishing.never-ends-tcp.${name}`,
    section: '§7.1.1',
    says: 'a client that never ends its half of TCP is let go when the close timeout has passed',
    timeout: 120_000,
    needs: ({ closeTimeout }) => (closeTimeout ? undefined : 'the limit for closing is not told'),
    async run(server) {
      const peer = await server.open();
      peer.send(bytes);
      await peer.expectClose([code]);
      await expectLetGo(peer, (server.settings.closeTimeout ?? 0) + server.settings.patience);
    },
  };
});

const leftAlone: ConformanceCase = {
  id: 'vanishing.leaves-others-open',
  section: '§7.1.1',
  says: 'an idle connection stays open while others come and go',
  async run(server) {
    const idle = await server.open();
    for (let round = 0; round < 20; round++) await stillServes(server);
    idle.send(text('still here'));
    await idle.expectMessage(opcodes.text, Buffer.from('still here'));
    await idle.closeCleanly();
  },
};

export const vanishing: readonly ConformanceCase[] = [
  ...halves,
  ...resets,
  ...inHandshake,
  atTheAnswer,
  badOneAmongGood,
  ...slowOnes,
  ...neverEnding,
  leftAlone,
];
