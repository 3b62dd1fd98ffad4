import Koa from 'koa';
import { Echo, fixtures, gates, journal } from '@ws4ts/contract';
import { webSocket } from '../src/index.js';
import type { Served } from './support/serve.js';
import { KoaStage } from './support/stage.js';

const stage = new KoaStage();
let served: Served;

beforeEach(async () => {
  const app = new Koa();
  app.use(async (context, next) => {
    if (context.path === '/held') {
      journal.write('held');
      await gates.pass('middleware');
      await context.upgrade(Echo);
    } else if (context.path === '/half') {
      context.respond = false;
      context.res.writeHead(200).write('half a page');
      journal.write('half');
      await gates.pass('middleware');
    } else await next();
  });
  app.use(webSocket(fixtures));
  served = await stage.serve(app);
});

afterEach(async () => {
  gates.reset();
  await stage.clear();
  journal.clear();
});

test('the manager knows everyone who came in through the app', async () => {
  const clients = [await stage.open(served), await stage.open(served, '/recorded')];
  expect(Array.from(served.sockets.manager, (socket) => socket.request.path)).toEqual(['/echo', '/recorded']);
  served.sockets.manager.broadcast('hello all');
  for (const client of clients) expect(await client.read()).toBe('hello all');
});

test('close waits for closed hooks, refuses whoever comes with 503, meanwhile and afterwards', async () => {
  const client = await stage.open(served, '/slow/closed');
  const closed = served.sockets.close({ code: 1012, reason: 'restarting' }).then(() => journal.write('drained'));
  expect(await client.readClose()).toEqual({ code: 1012, reason: 'restarting' });
  client.sendClose(1012);
  await journal.until('closed begins');
  const late = await stage.connect(served);
  expect((await late.refused()).status).toBe(503);
  gates.open('closed');
  await closed;
  expect(journal.lines.slice(-2)).toEqual(['closed ends', 'drained']);
  expect((await (await stage.connect(served)).refused()).status).toBe(503);
});

test('who is still in the middleware when the drain begins is waited for, and refused with 503', async () => {
  const client = await stage.connect(served, '/held');
  client.request();
  await journal.until('held');
  const closed = served.sockets.close();
  gates.open('middleware');
  expect((await client.readToEnd()).status).toBe(503);
  await closed;
  expect(served.sockets.manager.size).toBe(0);
});

test('who is in the middleware for longer than the drain waits is refused with 503', async () => {
  // Nobody knew of it: its connection stayed, and no process came to its end.
  const client = await stage.connect(served, '/held');
  client.request();
  await journal.until('held');
  await served.sockets.close({ timeout: 20 });
  expect((await client.readToEnd()).status).toBe(503);
});

test('half an answer that is under way for longer than the drain waits is cut', async () => {
  const client = await stage.connect(served, '/half');
  client.request();
  await journal.until('half');
  await served.sockets.close({ timeout: 20 });
  await client.whenGone();
  expect(client.ending).toBe('end');
});

test('who is in the middleware has a place among the handshakes, until it has its answer', async () => {
  const app = new Koa();
  app.use(async (context, next) => {
    journal.write(context.path);
    if (context.path === '/held') await gates.pass('middleware');
    await next();
  });
  app.use(webSocket(fixtures));
  const narrow = await stage.serve(app, { maxPendingHandshakes: 1 });
  const held = await stage.connect(narrow, '/held');
  held.request();
  await journal.until('/held');
  const { status, headers } = await (await stage.connect(narrow)).refused();
  expect([status, headers.has('retry-after')]).toEqual([503, true]);
  expect(stage.log.takeWarnings()).toEqual([expect.stringContaining('maxPendingHandshakes')]);
  gates.open('middleware');
  expect((await held.readToEnd()).status).toBe(404);
  expect(await stage.echo(narrow)).toBe('hello');
  expect(await stage.echo(narrow)).toBe('hello');
  expect(journal.lines).toEqual(['/held', '/echo', '/echo']);
});

test('who is asked by requested when the drain begins is let in and closed', async () => {
  const client = await stage.connect(served, '/slow/requested');
  client.request();
  await journal.until('requested begins');
  const closed = served.sockets.close();
  gates.open('requested');
  expect((await client.readOpening()).status).toBe(101);
  client.sendClose((await client.readClose()).code);
  await closed;
});
