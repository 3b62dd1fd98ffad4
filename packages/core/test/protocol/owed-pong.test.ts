// A client goes on reading while its own output is stuck, so that two ends cannot wait for each other. A server that pinged and
// never read could make its memory grow by a pong each time.
import { describe, expect, it } from '@jest/globals';
import { Opcode } from '../../src/vocabulary/opcodes.js';
import { Protocol, type ProtocolHandler } from '../../src/protocol/protocol.js';
import { ByteSink } from '../support/byte-sink.js';

const DEAF: ProtocolHandler = { message() {}, ping() {}, pong() {}, peerClosed() {}, failed() {} };

/** A server's ping of one byte. */
const ping = (byte: number): Buffer => Buffer.from([0x89, 0x01, byte]);

describe('pings that come while nothing can be sent', () => {
  it('are answered by one pong, for the last of them', () => {
    const sink = new ByteSink();
    const client = new Protocol('client', sink, DEAF, 1024);
    sink.isBlocked = true;
    for (let i = 0; i < 100; i++) client.receive(ping(i));
    expect(sink.take()).toHaveLength(0);
    sink.isBlocked = false;
    client.drained();
    const frames = sink.takeFrames();
    expect(frames).toHaveLength(1);
    expect(frames[0]).toMatchObject({ opcode: Opcode.pong, payload: Buffer.from([99]) });
    client.drained();
    expect(sink.take()).toHaveLength(0);
  });

  it('are not answered any more once the connection is over', () => {
    const sink = new ByteSink();
    const client = new Protocol('client', sink, DEAF, 1024);
    sink.isBlocked = true;
    client.receive(ping(1));
    client.abandon();
    client.drained();
    expect(sink.take()).toHaveLength(0);
  });
});
