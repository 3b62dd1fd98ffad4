// What the client gets of an app that answers in place of an upgrade, or fails.
import { Readable } from 'node:stream';
import Koa, { type Context, type Next } from 'koa';
import { clientFrame, Echo, gates, journal } from '@ws4ts/contract';
import { appWith } from './support/app-with.js';
import { KoaStage } from './support/stage.js';

const stage = new KoaStage();
const TEXT = 1;

afterEach(async () => {
  gates.reset();
  await stage.clear();
  journal.clear();
});

/** What the client gets that asks such an app for /echo. */
async function answerOf(middleware: (context: Context, next: Next) => unknown) {
  const client = await stage.connect(await stage.serve(appWith(middleware)));
  return client.refused();
}

describe('what the app answers in place of an upgrade reaches the client whole', () => {
  test('401 with headers and cookies', async () => {
    const { status, headers, body } = await answerOf((context) => {
      context.cookies.set('seen', 'yes');
      context.throw(401, 'sign in first', { headers: { 'www-authenticate': 'Bearer' } });
    });
    expect([status, body]).toEqual([401, 'sign in first']);
    expect(headers.get('www-authenticate')).toEqual(['Bearer']);
    expect(headers.get('connection')).toEqual(['close']);
    expect(stage.log.takeWarnings()).toEqual(['refused a handshake for /echo: the app answered 401']);
  });

  test('a redirect', async () => {
    const { status, headers } = await answerOf((context) => context.redirect('/sign-in'));
    expect([status, headers.get('location')]).toEqual([302, ['/sign-in']]);
  });

  test('JSON', async () => {
    const { status, headers, body } = await answerOf((context) => {
      context.status = 403;
      context.body = { error: 'no entry' };
    });
    expect([status, body]).toEqual([403, '{"error":"no entry"}']);
    expect(headers.get('content-type')).toEqual(['application/json; charset=utf-8']);
  });

  test('404 for a path that nobody knows', async () => {
    const client = await stage.connect(await stage.serve(appWith((_context, next) => next())), '/nowhere');
    expect(await client.refused()).toMatchObject({ status: 404, body: 'Not Found' });
    expect(stage.log.takeWarnings()).toEqual(['refused a handshake for /nowhere: the app answered 404']);
  });

  test('an answer to HEAD has no body', async () => {
    const app = appWith((context) => void (context.body = 'a page'));
    const client = await stage.connect(await stage.serve(app));
    client.request({ method: 'HEAD' });
    expect(await client.readText()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n$/);
  });

  test('a big body of a stream, to a client that goes on sending', async () => {
    // Unread input turns into a reset, which takes the answer away; and a response off its server hears no drain.
    const piece = Buffer.alloc(64 * 1024, 'x');
    const app = appWith((context) => {
      context.status = 403;
      context.body = Readable.from(Array.from({ length: 64 }, () => piece));
    });
    const client = await stage.connect(await stage.serve(app));
    client.pause();
    client.request({}, clientFrame(TEXT, 'too early'));
    client.write(Buffer.alloc(4 * 1024 * 1024, 'y'));
    client.resume();
    const text = await client.readText();
    expect(client.ending).toBe('end');
    expect(text).toMatch(/^HTTP\/1\.1 403 /);
    expect(text.match(/x/g)?.length).toBeGreaterThanOrEqual(64 * piece.length);
  });

  test('a no that is said after the upgrade was accepted', async () => {
    const { status, body } = await answerOf(async (context, next) => {
      await next();
      expect(context.status).toBe(101);
      context.status = 429;
      context.body = 'enough for today';
    });
    expect([status, body]).toEqual([429, 'enough for today']);
    expect(stage.log.takeWarnings()).toEqual(['refused a handshake for /echo: the app answered 429']);
  });

  test('a refusal of the socket can be changed on its way out', async () => {
    const app = appWith(async (context, next) => {
      context.cookies.set('tries', '1');
      await next();
      if (context.status === 401) context.body = `of our own, for ${String(context.body)}`;
    });
    const client = await stage.connect(await stage.serve(app), '/guarded');
    const { status, headers, body } = await client.refused();
    expect([status, body]).toEqual([401, 'of our own, for {"error":"sign in first"}']);
    expect(headers.get('set-cookie')).toEqual(['tries=1; path=/; httponly', 'a=1', 'b=2']);
  });
});

describe('an error of a middleware', () => {
  test.each(['before', 'after'])(
    'that is thrown %s next goes to the app, and the client gets Koa’s answer',
    async (when) => {
      const failure = new Error('the database is down');
      const app = appWith(async (_context, next) => {
        if (when === 'after') await next();
        throw failure;
      });
      const errors: unknown[] = [];
      app.on('error', (error) => errors.push(error));
      const served = await stage.serve(app);
      const client = await stage.connect(served, '/recorded');
      expect(await client.refused()).toMatchObject({ status: 500, body: 'Internal Server Error' });
      expect(errors).toEqual([failure]);
      expect(served.sockets.manager.size).toBe(0);
      expect(journal.lines).toEqual(when === 'after' ? ['1 requested'] : []);
    },
  );

  test('is caught by the app’s own middleware for errors', async () => {
    const app = new Koa();
    app.use(async (context, next) => {
      try {
        await next();
      } catch (error) {
        context.status = 503;
        context.body = { error: (error as Error).message };
      }
    });
    app.use(async (context) => {
      await context.upgrade(Echo);
      throw new Error('too late');
    });
    const client = await stage.connect(await stage.serve(app));
    expect(await client.refused()).toMatchObject({ status: 503, body: '{"error":"too late"}' });
  });
});
