import Koa from 'koa';
import session from 'koa-session';
import { Echo } from '@ws4ts/contract';
import { webSocket } from '../src/index.js';
import { KoaStage, pageOf } from './support/stage.js';

const stage = new KoaStage();

afterEach(() => stage.clear());

describe('a session of koa-session', () => {
  function appWithSession(): Koa {
    const app = new Koa();
    app.keys = ['a key'];
    app.use(session(app));
    app.use((context, next) => {
      if (context.query.count !== undefined) {
        const { session } = context as unknown as { session: { count?: number } };
        session.count = (session.count ?? 0) + 1;
      }
      return next();
    });
    app.use(webSocket('/echo', Echo));
    return app;
  }

  test('that is changed is committed on the 101, though that is after next', async () => {
    const client = await stage.connect(await stage.serve(appWithSession()), '/echo?count');
    const cookies = (await client.open()).headers.get('set-cookie') ?? [];
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['koa.sess', 'koa.sess.sig']);
  });

  test('that nobody uses is not created', async () => {
    const client = await stage.connect(await stage.serve(appWithSession()));
    expect((await client.open()).headers.has('set-cookie')).toBe(false);
  });

  test('of the page is that of the socket', async () => {
    const served = await stage.serve(appWithSession());
    const response = await fetch(pageOf(served, '/?count'));
    const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    const client = await stage.connect(served, '/echo?count');
    const { headers } = await client.open({ headers: { cookie: cookie.join('; ') } });
    const value = /koa\.sess=([^;]+)/.exec(headers.get('set-cookie')?.join() ?? '')?.[1];
    expect(JSON.parse(Buffer.from(value ?? '', 'base64').toString())).toMatchObject({ count: 2 });
  });
});
