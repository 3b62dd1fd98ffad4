import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { MemorySocket } from '../../src/testing/memory-socket.js';
import { turns } from '../support-connection/deferred.js';

describe('MemorySocket', () => {
  it('carries bytes both ways, as copies', async () => {
    const [one, two] = MemorySocket.pair();
    const sent = Buffer.from('there');
    one.write(sent);
    const [got] = (await once(two, 'data')) as [Buffer];
    expect(got).toEqual(sent);
    got.fill(0);
    expect(sent.toString()).toBe('there');
    two.write('back');
    expect(String((await once(one, 'data'))[0])).toBe('back');
    one.destroy();
  });

  it('takes no more than the other end reads', async () => {
    const [one, two] = MemorySocket.pair();
    const much = Buffer.alloc(1024 * 1024);
    expect(one.write(much)).toBe(false);
    await turns();
    expect(one.writableLength).toBe(much.length);
    two.resume();
    await once(one, 'drain');
    expect(one.writableLength).toBe(0);
    one.destroy();
  });

  it('can be half open', async () => {
    const [one, two] = MemorySocket.pair();
    const gone = Promise.all([once(one, 'close'), once(two, 'close')]);
    one.end();
    two.resume();
    await once(two, 'end');
    two.end('still');
    expect(String((await once(one, 'data'))[0])).toBe('still');
    await gone;
  });

  it('is cut at both ends, and takes what is written then without an error', async () => {
    const [one, two] = MemorySocket.pair();
    one.destroy();
    two.write('nobody hears');
    await once(two, 'close');
    expect(two.destroyed).toBe(true);
  });

  // A write that the other end had not taken was never called back when the socket was destroyed, nor were those behind it:
  // who waited for them waited for ever, as nobody does on a real socket.
  it('fails the writes that are under way when it is destroyed', async () => {
    const [one] = MemorySocket.pair();
    const failures: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      one.write(Buffer.alloc(1024 * 1024), (error) => void (error && failures.push(name)));
    }
    one.destroy();
    await turns();
    expect(failures).toEqual(['one', 'two', 'three']);
  });
});
