// What middleware does before and after an upgrade, and what is left of it on an open socket.
import type { Socket } from 'node:net';
import Koa from 'koa';
import { Echo, fixtures, gates, journal } from '@ws4ts/contract';
import { UsageError } from '@ws4ts/core';
import { attach as attachRoutes } from '@ws4ts/http';
import { appWith } from './support/app-with.js';
import { KoaStage } from './support/stage.js';

const stage = new KoaStage();

afterEach(async () => {
  gates.reset();
  await stage.clear();
  journal.clear();
});

describe('headers on the 101', () => {
  test('those that are set before next, and after it', async () => {
    const app = appWith(async (context, next) => {
      context.set('x-before', 'one');
      context.cookies.set('before', '1');
      await next();
      context.append('x-after', ['two', 'three']);
      context.cookies.set('after', '2');
    });
    const client = await stage.connect(await stage.serve(app), '/decorated');
    const { headers } = await client.open();
    expect(headers.get('x-before')).toEqual(['one']);
    expect(headers.get('x-after')).toEqual(['two, three']);
    expect(headers.get('x-served-by')).toEqual(['a fixture']);
    expect(headers.get('set-cookie')).toEqual([
      'session=abc; HttpOnly',
      'theme=dark; Path=/',
      'before=1; path=/; httponly',
      'after=2; path=/; httponly',
    ]);
  });

  test('nothing that belongs to a body', async () => {
    const app = appWith(async (context, next) => {
      await next();
      context.body = { ignored: true };
      context.set('connection', 'keep-alive');
    });
    const client = await stage.connect(await stage.serve(app));
    const { headers } = await client.open();
    expect([...headers.keys()]).toEqual(['upgrade', 'connection', 'sec-websocket-accept']);
    expect(headers.get('connection')).toEqual(['Upgrade']);
  });

  test('those of who waits for the head to be written', async () => {
    const app = appWith((context, next) => {
      const { res } = context;
      const writeHead = res.writeHead.bind(res);
      res.writeHead = (status: number) => {
        res.setHeader('x-late', 'yes');
        return writeHead(status);
      };
      return next();
    });
    const client = await stage.connect(await stage.serve(app));
    expect((await client.open()).headers.get('x-late')).toEqual(['yes']);
  });
});

describe('who waits for the end of the response', () => {
  test.each([
    ['/echo', 101],
    ['/guarded', 401],
  ])('of %s is told, once: %d', async (path, status) => {
    const ends: string[] = [];
    const app = appWith((context, next) => {
      context.res.on('finish', () => journal.write(`finish ${context.status} ${String(context.writable)}`));
      context.res.on('close', () => journal.write('close'));
      return next();
    });
    const client = await stage.connect(await stage.serve(app), path);
    client.request();
    await journal.until('close');
    ends.push(...journal.lines);
    expect(ends).toEqual([`finish ${status} false`, 'close']);
  });

  test('an open socket’s reset is no error of the app', async () => {
    // Koa's own listener for the end of the response stayed on the connection, and took its reset for an error.
    const app = appWith((_context, next) => next());
    const errors: unknown[] = [];
    app.on('error', (error) => errors.push(error));
    const client = await stage.open(await stage.serve(app), '/recorded');
    client.socket.resetAndDestroy();
    await journal.until('1 closed 1006');
    expect(errors).toEqual([]);
  });
});

test('an open socket has no more listeners on its connection than one of @ws4ts/http', async () => {
  // Each of them would keep the request, the response and the context alive.
  const listeners = (socket: Socket) => socket.eventNames().map((name) => [name, socket.listenerCount(name)]);
  const app = appWith((_context, next) => next());
  const connections: Socket[] = [];
  const served = await stage.serve(app);
  served.server.on('connection', (socket: Socket) => connections.push(socket));
  await stage.open(served, '/echo');
  const plain = attachRoutes(served.server, { '/plain': Echo }, { logger: stage.log });
  await stage.open(served, '/plain');
  const [through, direct] = connections as [Socket, Socket];
  expect(listeners(through)).toEqual(listeners(direct));
  expect((through as Socket & { _httpMessage?: unknown })._httpMessage ?? undefined).toBeUndefined();
  await plain.close({ timeout: 1 });
});

describe('a middleware that is not as it should be', () => {
  test('upgrade may be left without an await', async () => {
    const app = new Koa();
    app.use((context) => void context.upgrade(Echo));
    expect(await stage.echo(await stage.serve(app))).toBe('hello');
  });

  test('a refusal of an upgrade without an await is answered too', async () => {
    const app = new Koa();
    const [, , , Guarded] = fixtures;
    app.use((context) => void context.upgrade(Guarded!));
    const client = await stage.connect(await stage.serve(app), '/guarded');
    expect(await client.refused()).toMatchObject({ status: 401, body: '{"error":"sign in first"}' });
  });

  test('upgrade cannot be asked for twice', async () => {
    const app = new Koa();
    const errors: unknown[] = [];
    app.on('error', (error) => errors.push(error));
    app.use(async (context) => {
      await context.upgrade(Echo);
      await context.upgrade(Echo);
    });
    const client = await stage.connect(await stage.serve(app));
    expect((await client.refused()).status).toBe(500);
    expect(errors).toEqual([expect.any(UsageError)]);
  });
});
