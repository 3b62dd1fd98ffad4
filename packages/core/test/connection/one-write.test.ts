// What a connection sends in one turn leaves it in one write.
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { connectedSockets, destroySockets, establish } from '../support-connection/establish.js';
import { spyOnWrites } from '../support-connection/outboxes.js';
import { clientFrame, PING, RawPeer, TEXT } from '../support-connection/raw-peer.js';
import { Recorder } from '../support-connection/recorder.js';

afterEach(() => {
  destroySockets();
  jest.restoreAllMocks();
});

describe('a connection', () => {
  it('answers all frames of one piece in one write', async () => {
    const [far, stream] = await connectedSockets();
    const { texts } = spyOnWrites(stream);
    establish(new Recorder({ receivedMessage: (socket, message) => socket.send(message.data) }), stream);
    const peer = new RawPeer(far);
    peer.write(clientFrame(TEXT, 'one'), clientFrame(PING, 'p'), clientFrame(TEXT, 'two'), clientFrame(TEXT, 'three'));
    await peer.frames(4);
    expect(texts).toEqual(['\x81\x03one\x8a\x01p\x81\x03two\x81\x05three']);
  });

  it('sends what opened sends in one write', async () => {
    const [, stream] = await connectedSockets();
    const { texts } = spyOnWrites(stream);
    establish(new Recorder({ opened: (socket) => ['a', 'b'].forEach((text) => socket.send(text)) }), stream);
    expect(texts).toEqual(['\x81\x01a\x81\x01b']);
  });
});
