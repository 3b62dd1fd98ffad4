// The closing handshake (§5.5.1, §7): its order, and the end of TCP.
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import { close, continuation, filler, frame, hex, opcodes, ping, text } from '../../wire/client-frame.js';
import { closes, echoes, fails, script } from '../script.js';

const section = '§5.5.1';
const empty = [undefined, 1000];

/** Chapter 7.1: order. */
const basic = [
  script({
    id: '7.1.1',
    section,
    says: 'a message comes back, then the close is answered',
    send: [text('Hello World!'), close(1000)],
    expect: [echoes('Hello World!'), closes(1000)],
  }),
  script({
    id: '7.1.2',
    section,
    says: 'of two close frames one is answered',
    send: [close(1000), close(1000)],
    expect: [closes(1000)],
  }),
  script({
    id: '7.1.3',
    section,
    says: 'a ping after a close frame is not answered',
    send: [close(1000), ping()],
    expect: [closes(1000)],
  }),
  script({
    id: '7.1.4',
    section,
    says: 'text after a close frame does not come back',
    send: [close(1000), text('Hello World!')],
    expect: [closes(1000)],
  }),
  script({
    id: '7.1.5',
    section,
    says: 'a close frame ends an unfinished message',
    send: [text('fragment1', { final: false }), close(1000), continuation('fragment2')],
    expect: [closes(1000)],
  }),
  script({
    id: '7.1.6',
    section,
    says: 'a close frame right after 256 KiB is answered, and nothing comes after the answer',
    send: [text(filler(256 * 1024)), text('Hello World!'), close(1000), ping()],
    expect: [echoes(filler(256 * 1024)), echoes('Hello World!'), closes(1000)],
  }),
];

/** Chapter 7.3: the body's length. */
const bodies = [
  script({ id: '7.3.1', section, says: 'an empty close is answered', send: [close()], expect: [closes(...empty)] }),
  script({
    id: '7.3.2',
    section,
    says: 'a body of one byte fails',
    send: [frame({ opcode: 8, payload: 'a' })],
    expect: [fails(1002)],
  }),
  script({
    id: '7.3.3',
    section,
    says: 'a close with a code is answered',
    send: [close(1000)],
    expect: [closes(1000)],
  }),
  script({
    id: '7.3.4',
    section,
    says: 'a close with code and reason is answered',
    send: [close(1000, 'Hello World!')],
    expect: [closes(1000)],
  }),
  script({
    id: '7.3.5',
    section,
    says: 'a reason of 123 bytes is legal',
    send: [close(1000, '*'.repeat(123))],
    expect: [closes(1000)],
  }),
  script({
    id: '7.3.6',
    section: '§5.5',
    says: 'a reason of 124 bytes fails',
    send: [close(1000, '*'.repeat(124))],
    expect: [fails(1002)],
  }),
];

const afterwards = [
  script({
    id: 'close.then-broken',
    section,
    says: 'a broken frame after the close frame changes nothing',
    send: [close(1000), hex('ff ff ff ff')],
    expect: [closes(1000)],
  }),
  script({
    id: 'close.then-many',
    section,
    says: 'a hundred messages after the close frame do not come back',
    send: [close(4000), ...Array.from({ length: 100 }, () => text('late'))],
    expect: [closes(4000)],
  }),
  script({
    id: 'close.octets',
    section,
    says: 'a close frame that comes byte by byte is answered',
    send: [close(3333, 'reason')],
    cut: 1,
    expect: [closes(3333)],
  }),
  script({
    id: 'close.after-failure',
    section: '§7.1.7',
    says: 'after a failure nothing is processed any more: no pong, no echo, no second close',
    send: [hex('c1 80 00 00 00 00'), ping('p'), text('t'), close(1000)],
    expect: [fails(1002)],
  }),
  script({
    id: 'close.order',
    section,
    says: 'all messages before the close frame come back before its answer',
    send: [...Array.from({ length: 50 }, (_, at) => text(`message ${at}`)), close(1000)],
    expect: [...Array.from({ length: 50 }, (_, at) => echoes(`message ${at}`)), closes(1000)],
  }),
];

const serverEnds: ConformanceCase = {
  id: 'close.server-ends-tcp',
  section: '§7.1.1',
  says: 'the server ends TCP first, in order, after the closing handshake',
  async run(server) {
    const peer = await server.open();
    peer.send(close(1000));
    await peer.expectClose([1000]);
    const ending = await peer.expectEnd();
    check(ending === 'fin', 'the server reset TCP after a clean closing handshake');
  },
};

const halfClosed: ConformanceCase = {
  id: 'close.then-half-closed',
  section: '§7.1.4',
  says: 'a client that ends its half of TCP right after its close frame still gets the answer',
  async run(server) {
    const peer = await server.open();
    peer.send(text('last words'), close(1000));
    peer.socket.end();
    await peer.expectMessage(opcodes.text, Buffer.from('last words'));
    await peer.expectClose([1000]);
    await peer.expectEnd();
  },
};

export const closing: readonly ConformanceCase[] = [...basic, ...bodies, ...afterwards, serverEnds, halfClosed];
