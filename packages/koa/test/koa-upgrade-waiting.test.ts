import { clientFrame, gates, journal } from '@ws4ts/contract';
import { appWith } from './support/app-with.js';
import { KoaStage } from './support/stage.js';

const stage = new KoaStage();
const TEXT = 1;

afterEach(async () => {
  gates.reset();
  await stage.clear();
  journal.clear();
});

describe('a middleware that waits', () => {
  test('holds nobody else back, and what comes meanwhile is not lost', async () => {
    const app = appWith(async (context, next) => {
      if (context.query.slow !== undefined) await gates.pass('middleware');
      await next();
    });
    const served = await stage.serve(app);
    const slow = await stage.connect(served, '/echo?slow');
    slow.request({}, clientFrame(TEXT, 'with the request'));
    slow.sendText('behind it');
    expect(await stage.echo(served)).toBe('hello');
    gates.open('middleware');
    expect((await slow.readOpening()).status).toBe(101);
    expect([await slow.read(), await slow.read()]).toEqual(['with the request', 'behind it']);
  });

  test('holds its own socket back too when it waits after next', async () => {
    const app = appWith(async (_context, next) => {
      await next();
      journal.write('accepted');
      await gates.pass('middleware');
    });
    const client = await stage.connect(await stage.serve(app), '/recorded');
    client.request();
    await journal.until('accepted');
    expect(journal.lines).toEqual(['1 requested', 'accepted']);
    gates.open('middleware');
    expect((await client.readOpening()).status).toBe(101);
    await journal.until('1 opened');
  });

  test('for ever after next is cut with 408', async () => {
    const app = appWith(async (_context, next) => {
      await next();
      await gates.pass('middleware');
    });
    const served = await stage.serve(app, { handshakeTimeout: 50 });
    const client = await stage.connect(served);
    expect((await client.refused()).status).toBe(408);
    expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('longer than handshakeTimeout')]);
  });

  test('for a client that goes meanwhile harms nobody', async () => {
    const app = appWith(async (context, next) => {
      if (context.query.slow === undefined) return next();
      journal.write('waiting');
      context.res.once('close', () => journal.write('gone'));
      await gates.pass('middleware');
      await next();
      journal.write('over');
    });
    const served = await stage.serve(app);
    const client = await stage.connect(served, '/recorded?slow');
    client.request();
    await journal.until('waiting');
    client.socket.resetAndDestroy();
    await journal.until('gone');
    gates.open('middleware');
    await journal.until('over');
    expect(await stage.echo(served)).toBe('hello');
    expect(journal.lines).not.toContain('1 opened');
  });
});
