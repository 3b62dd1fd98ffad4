// How connections end.
import { journal } from '../fixtures.js';
import type { Stage } from '../stage.js';
import { clientFrame, Opcode } from '../wire/frames.js';

export function closing(stage: Stage): void {
  test.each([
    [1000, 'bye', '1000 bye'],
    [1001, '', '1001'],
    [3000, 'a registered code', '3000 a registered code'],
    [4999, 'é'.repeat(61), `4999 ${'é'.repeat(61)}`],
  ])('the client closes with %d %p', async (code, reason, heard) => {
    const client = await stage.open(await stage.serve(), '/recorded');
    client.sendClose(code, reason);
    expect((await client.readClose()).code).toBe(code);
    await client.whenGone();
    expect(client.ending).toBe('end');
    await journal.until(`1 closed ${heard}`);
  });

  test('the client closes without a code: 1005', async () => {
    const client = await stage.open(await stage.serve(), '/recorded');
    client.sendClose();
    expect(await client.readClose()).toEqual({ code: undefined, reason: '' });
    await journal.until('1 closed 1005');
  });

  test('the client is gone without a close frame: 1006', async () => {
    const client = await stage.open(await stage.serve(), '/recorded');
    client.destroy();
    await journal.until('1 closed 1006');
  });

  test('who is gone is still known by address', async () => {
    const client = await stage.open(await stage.serve(), '/remembered');
    client.destroy();
    await journal.until('127.0.0.1 has left');
  });

  test.each([
    [1000, 'done'],
    [4001, 'your trial has ended'],
  ])('the server closes with %d %p', async (code, reason) => {
    const client = await stage.open(await stage.serve(), '/recorded');
    client.sendText(`close ${code} ${reason}`);
    expect(await client.readClose()).toEqual({ code, reason });
    client.sendClose(code, 'I see');
    await client.whenGone();
    await journal.until(`1 closed ${code} I see`);
  });

  test('a client that does not answer a close is cut after closeTimeout', async () => {
    const client = await stage.open(await stage.serve({ closeTimeout: 30 }), '/recorded');
    client.sendText('close 4000 go');
    expect((await client.readClose()).code).toBe(4000);
    await client.whenGone();
    await journal.until('1 closed 1006');
  });

  test.each([
    ['an unmasked frame', clientFrame(Opcode.text, 'x', { masked: false }), 1002],
    ['a reserved opcode', clientFrame(3, 'x'), 1002],
    ['a continuation of nothing', clientFrame(Opcode.continuation, 'x'), 1002],
    ['text that is not UTF-8', clientFrame(Opcode.text, Buffer.from([0xc3, 0x28])), 1007],
    ['a close code that may not be sent', clientFrame(Opcode.close, Buffer.from([0x03, 0xee])), 1002],
  ])('%s costs its connection, and no other', async (_what, frame, code) => {
    const door = await stage.serve();
    const good = await stage.open(door);
    const bad = await stage.open(door, '/recorded');
    bad.write(frame);
    expect((await bad.readClose()).code).toBe(code);
    await bad.whenGone();
    await journal.until(new RegExp(`^1 closed ${code} .`));
    expect(stage.log.takeWarnings()).toEqual([expect.stringContaining(`closing a connection with ${code}`)]);
    good.sendText('still there?');
    expect(await good.read()).toBe('still there?');
  });
}
