import { describe, expect, it } from '@jest/globals';
import { Inbox } from '../../src/socket/inbox.js';
import { Message } from '../../src/messages/message.js';
import { ConnectionClosed } from '../../src/vocabulary/errors.js';
import { rejection, turns } from '../support-connection/deferred.js';

const message = (data: string | Buffer): Message => new Message(data);
const over = new ConnectionClosed(1000, '');

describe('Inbox', () => {
  it('gives messages out in the order in which they came', async () => {
    const inbox = new Inbox();
    inbox.put(message('one'));
    inbox.put(message('two'));
    expect([(await inbox.take()).data, (await inbox.take()).data]).toEqual(['one', 'two']);
  });

  it('gives a message to who waits longest', async () => {
    const inbox = new Inbox();
    const taken = [inbox.take(), inbox.take(), inbox.take()];
    for (const data of ['one', 'two', 'three']) expect(inbox.put(message(data))).toBeUndefined();
    expect((await Promise.all(taken)).map(({ data }) => data)).toEqual(['one', 'two', 'three']);
  });

  it.each([
    ['256 messages', 256, ''],
    ['64 KiB of text', 4, 'x'.repeat(16 * 1024)],
    ['64 KiB of bytes', 2, Buffer.alloc(32 * 1024)],
  ])('is pending when it keeps %s, until less are kept', async (_, count, data) => {
    const inbox = new Inbox();
    for (let i = 1; i < count; i++) expect(inbox.put(message(data))).toBeUndefined();
    const pending = inbox.put(message(data));
    let isLetIn = false;
    void Promise.resolve(pending).then(() => (isLetIn = true));
    await turns();
    expect([pending === undefined, isLetIn]).toEqual([false, false]);
    await inbox.take();
    await pending;
  });

  it('lets in who is pending once the connection closes, keeps what finds room, and drops the rest', async () => {
    const inbox = new Inbox();
    const pending = inbox.put(message('x'.repeat(64 * 1024)));
    inbox.closing();
    await expect(pending).resolves.toBeUndefined();
    expect(inbox.put(message('dropped'))).toBeUndefined();
    await inbox.take();
    expect(inbox.put(message('y'.repeat(64 * 1024)))).toBeUndefined();
    inbox.end(over);
    expect((await inbox.take()).text).toMatch(/^y/);
    expect(await rejection(inbox.take())).toBe(over);
  });

  it('gives out what is left, then rejects', async () => {
    const inbox = new Inbox();
    inbox.put(message('left'));
    inbox.end(over);
    expect((await inbox.take()).data).toBe('left');
    expect(await rejection(inbox.take())).toBe(over);
    expect(await rejection(inbox.take())).toBe(over);
  });

  it('rejects all who wait when it is over, and lets in who is pending', async () => {
    const inbox = new Inbox();
    const taken = [rejection(inbox.take()), rejection(inbox.take())];
    inbox.end(over);
    expect(await Promise.all(taken)).toEqual([over, over]);
    const full = new Inbox();
    const pending = full.put(message('x'.repeat(64 * 1024)));
    full.end(over);
    await expect(pending).resolves.toBeUndefined();
  });
});
