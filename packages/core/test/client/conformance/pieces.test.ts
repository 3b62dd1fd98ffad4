// The same bytes in whatever pieces: a client hears the same wherever the stream from the server is cut, the 101 included.
import { afterEach, expect, it } from '@jest/globals';
import { bytes, cutAt, oneByOne } from '../../support/bytes.js';
import { CLOSE, closePayload, PING, PONG, serversFrame, TEXT } from '../../support-connection/raw-peer.js';
import { hear } from '../../support-client/hearing.js';
import { closeServers } from '../../support-client/servers.js';

afterEach(closeServers);

const extensions = 'permessage-deflate';
const frames = Buffer.concat([
  serversFrame(TEXT, 'κόσμε'),
  serversFrame(PING, 'there?'),
  bytes('02 01 ff 89 00 80 01 fe'),
  bytes('41 03 f2 48 cd 80 04 c9 c9 07 00'),
  serversFrame(0x82, Buffer.alloc(130, 7)),
  serversFrame(CLOSE, closePayload(4000, 'enough')),
]);
const whole = {
  messages: ['κόσμε', bytes('ff fe'), 'Hello', Buffer.alloc(130, 7)],
  closeCode: 4000,
  closeReason: 'enough',
  said: [
    { first: PONG, isMasked: true, payload: Buffer.from('there?') },
    { first: PONG, isMasked: true, payload: Buffer.alloc(0) },
    { first: CLOSE, isMasked: true, payload: closePayload(4000) },
  ],
};

it('in one piece', async () => {
  expect(await hear({ frames, extensions })).toEqual(whole);
});

it('cut at every byte', async () => {
  // The head of the 101 is as long for every key.
  const { length } = await lengthOfAll();
  for (let from = 1; from < length; from += 32) {
    const cuts = Array.from({ length: Math.min(32, length - from) }, (_, i) => from + i);
    const heard = await Promise.all(cuts.map((at) => hear({ frames, extensions, cut: (all) => cutAt(all, [at]) })));
    for (const each of heard) expect(each).toEqual(whole);
    await closeServers();
  }
});

it('byte by byte', async () => {
  expect(await hear({ frames, extensions, cut: oneByOne })).toEqual(whole);
});

async function lengthOfAll(): Promise<{ readonly length: number }> {
  let length = 0;
  const cut = (all: Buffer): Buffer[] => {
    ({ length } = all);
    return [all];
  };
  await hear({ frames, extensions, cut });
  return { length };
}
