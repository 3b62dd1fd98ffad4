// The order of a connection's life: requested → opened → receivedMessage* / ponged* → closed, never two at once.
import { describe, expect, it } from '@jest/globals';
import { pair } from '../../src/testing/pair.js';
import { deferred, turns } from '../support-connection/deferred.js';
import { withRawPeer } from '../support-connection/establish.js';
import { clientFrame, CLOSE, closePayload, PING, PONG, TEXT } from '../support-connection/raw-peer.js';
import { Recorder, recording } from '../support-connection/recorder.js';

const text = (data: string): Buffer => clientFrame(TEXT, data);

describe('the order of hooks', () => {
  it('is requested, opened, messages and pongs, closed', async () => {
    const { server, client } = await pair(recording());
    client.send('one');
    server.ping('p');
    await server.event('ponged');
    client.send('two');
    client.close(1000, 'bye');
    await client.whenClosed;
    await server.event('closed');
    expect(server.story).toEqual(['requested', 'opened', 'message one', 'ponged p', 'message two', 'closed 1000 bye']);
  });

  it('keeps what came in one piece in order', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    peer.write(
      text('one'),
      clientFrame(PONG, 'p'),
      clientFrame(0x01, 'tw'),
      clientFrame(PING, 'x'),
      clientFrame(0x80, 'o'),
      text('three'),
      clientFrame(CLOSE, closePayload(1001)),
    );
    await socket.event('closed');
    expect(socket.story).toEqual(['opened', 'message one', 'ponged p', 'message two', 'message three', 'closed 1001']);
  });

  it('begins with opened also when frames came with the handshake', async () => {
    const { socket } = withRawPeer(new Recorder(), { head: Buffer.concat([text('early'), text('bird')]) });
    expect(socket.story).toEqual(['opened', 'message early', 'message bird']);
  });

  it('waits while opened is pending, and loses nothing: frames with the handshake, frames after it, the close', async () => {
    const hook = deferred();
    const socket = new Recorder({ opened: () => hook.promise });
    const { peer } = withRawPeer(socket, { head: text('0') });
    for (let i = 1; i < 100; i++) {
      peer.write(text(String(i)));
      if (i % 10 === 0) await turns(1);
    }
    peer.write(clientFrame(CLOSE, closePayload(1000, 'bye')));
    await turns();
    expect(socket.story).toEqual(['opened']);
    hook.resolve();
    await socket.event('closed');
    expect(socket.data).toEqual(Array.from({ length: 100 }, (_, i) => String(i)));
    expect(socket.events.at(-1)).toBe('closed 1000 bye');
    expect(socket.events).not.toContain('overlap');
  });

  it('waits for each pending hook with what came in the same piece', async () => {
    const hooks = new Map([
      ['one', deferred()],
      ['two', deferred()],
    ]);
    const socket = new Recorder({ receivedMessage: (_, message) => hooks.get(message.text)?.promise });
    const { peer } = withRawPeer(socket);
    peer.write(text('one'), text('two'), clientFrame(PONG), clientFrame(CLOSE, closePayload(1000)));
    await socket.event('message #0');
    await turns();
    expect(socket.story).toEqual(['opened', 'message one']);
    hooks.get('one')!.resolve();
    await socket.event('message #1');
    await turns();
    expect(socket.story).toEqual(['opened', 'message one', 'message two']);
    hooks.get('two')!.resolve();
    await socket.event('closed');
    expect(socket.story).toEqual(['opened', 'message one', 'message two', 'ponged ', 'closed 1000']);
  });

  it('waits for a pending ponged', async () => {
    const hook = deferred();
    const socket = new Recorder({ ponged: () => hook.promise });
    const { peer } = withRawPeer(socket);
    peer.write(clientFrame(PONG, 'p'), text('after'));
    await socket.event('ponged');
    await turns();
    expect(socket.story).toEqual(['opened', 'ponged p']);
    hook.resolve();
    await socket.event('message');
    expect(socket.story).toEqual(['opened', 'ponged p', 'message after']);
  });

  it('calls closed after the hook that the end of the connection has overtaken', async () => {
    const hook = deferred();
    const socket = new Recorder({ receivedMessage: () => hook.promise });
    const { peer } = withRawPeer(socket);
    peer.write(text('one'));
    await socket.event('message');
    peer.stream.destroy();
    await peer.closed();
    await turns();
    expect(socket.state).toBe('closed');
    expect(socket.story).toEqual(['opened', 'message one']);
    hook.resolve();
    await socket.event('closed');
    expect(socket.story).toEqual(['opened', 'message one', 'closed 1006']);
  });

  it('calls closed once, whoever ends the connection how often', async () => {
    const { socket, peer } = withRawPeer(new Recorder());
    socket.close(4000);
    socket.close(4001);
    peer.write(clientFrame(CLOSE, closePayload(4000)));
    peer.stream.end();
    await socket.event('closed');
    socket.terminate();
    socket.terminate();
    socket.close();
    await turns();
    expect(socket.story).toEqual(['opened', 'closed 4000']);
  });

  it('calls closed also when opened has cut the connection', async () => {
    const { socket } = withRawPeer(new Recorder({ opened: (self) => self.terminate() }));
    await socket.event('closed');
    expect(socket.story).toEqual(['opened', 'closed 1006']);
  });

  it('answers pings without a hook, after the hook under way', async () => {
    const hook = deferred();
    const socket = new Recorder({ receivedMessage: () => hook.promise });
    const { peer } = withRawPeer(socket);
    peer.write(clientFrame(PING, 'one'), text('wait'), clientFrame(PING, 'two'));
    expect((await peer.frame()).payload.toString()).toBe('one');
    await turns();
    expect(peer.bytes.length).toBe(0);
    hook.resolve();
    expect(await peer.frame()).toEqual({ first: PONG, isMasked: false, payload: Buffer.from('two') });
  });
});
