// Handshakes that succeed.
import { pageOf, type Stage } from '../stage.js';
import { clientFrame, Opcode } from '../wire/frames.js';
import { ACCEPT } from '../wire/upgrade-request.js';

export function openings(stage: Stage): void {
  test('the answer is that of §1.3', async () => {
    const client = await stage.connect(await stage.serve());
    const { status, headers, body } = await client.open();
    expect(status).toBe(101);
    expect(headers.get('upgrade')).toEqual(['websocket']);
    expect(headers.get('connection')).toEqual(['Upgrade']);
    expect(headers.get('sec-websocket-accept')).toEqual([ACCEPT]);
    expect(headers.has('sec-websocket-protocol')).toBe(false);
    expect(headers.has('sec-websocket-extensions')).toBe(false);
    expect(headers.has('content-length')).toBe(false);
    expect(body).toBe('');
  });

  test('a socket knows its request: parameters, query, headers, address', async () => {
    const door = await stage.serve();
    const prefix = new URL(door.url).pathname.replace(/\/$/, '');
    const client = await stage.open(door, '/shelves/top%20left/war%2Fpeace?page=7&page=8&q=%C3%A9', {
      headers: { 'x-reader': 'Ann', origin: pageOf(door), 'sec-websocket-protocol': 'a, b' },
    });
    expect(JSON.parse(String(await client.read()))).toEqual({
      url: `${prefix}/shelves/top%20left/war%2Fpeace?page=7&page=8&q=%C3%A9`,
      path: `${prefix}/shelves/top%20left/war%2Fpeace`,
      params: { shelf: 'top left', book: 'war/peace' },
      query: [
        ['page', '7'],
        ['page', '8'],
        ['q', 'é'],
      ],
      reader: 'Ann',
      origin: pageOf(door),
      subprotocols: ['a', 'b'],
      remoteAddress: expect.stringMatching(/^(::ffff:)?127\.0\.0\.1$/),
      clientAddress: '127.0.0.1',
    });
  });

  test('header names and tokens are of any case, and lists may have more than is needed', async () => {
    const client = await stage.open(await stage.serve(), '/echo', {
      headers: { upgrade: 'h2c, WebSocket', connection: 'keep-alive, UPGRADE' },
    });
    client.sendText('hello');
    expect(await client.read()).toBe('hello');
  });

  test('frames in the segment of the request are not lost', async () => {
    const client = await stage.connect(await stage.serve());
    client.request({}, Buffer.concat([clientFrame(Opcode.text, 'one'), clientFrame(Opcode.text, 'two')]));
    expect((await client.readOpening()).status).toBe(101);
    expect([await client.read(), await client.read()]).toEqual(['one', 'two']);
  });

  test('a frame whose first half is in the segment of the request is not lost', async () => {
    const client = await stage.connect(await stage.serve());
    const frame = clientFrame(Opcode.text, 'cut in two');
    client.request({}, frame.subarray(0, 7));
    expect((await client.readOpening()).status).toBe(101);
    client.write(frame.subarray(7));
    expect(await client.read()).toBe('cut in two');
  });

  test('a request behind one that is not answered yet is answered after that', async () => {
    const door = await stage.serve();
    const client = await stage.connect(door);
    client.socket.cork();
    client.write(`GET /nothing HTTP/1.1\r\nHost: ${new URL(door.url).host}\r\n\r\n`);
    client.request({}, clientFrame(Opcode.text, 'hello'));
    client.socket.uncork();
    const { status, headers } = await client.readAnswer();
    expect(status).toBeGreaterThanOrEqual(400);
    if (headers.get('connection')?.includes('close')) return expect(await client.readText()).toBe('');
    expect((await client.readOpening()).status).toBe(101);
    expect(await client.read()).toBe('hello');
  });

  test('a request that comes byte by byte is as good', async () => {
    const door = await stage.serve();
    const client = await stage.connect(door);
    const url = new URL(`${door.url}/echo`);
    const head = `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`;
    const rest = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    for (const byte of Buffer.from(head + rest)) {
      await new Promise((written) => client.socket.write(Buffer.from([byte]), written));
    }
    expect((await client.readOpening()).headers.get('sec-websocket-accept')).toEqual([ACCEPT]);
  });

  test('requested adds headers and cookies to the answer', async () => {
    const client = await stage.connect(await stage.serve(), '/decorated');
    const { headers } = await client.open();
    expect(headers.get('x-served-by')).toEqual(['a fixture']);
    expect(headers.get('set-cookie')).toEqual(['session=abc; HttpOnly', 'theme=dark; Path=/']);
  });

  test.each([
    ['chat.v1', 'chat.v1'],
    ['chat.v9, chat.v1, chat.v2', 'chat.v1'],
    ['chat.v2,chat.v1', 'chat.v2'],
    ['CHAT.V2', undefined],
    [undefined, undefined],
  ])('of the subprotocols %p it agrees to %p', async (offered, agreed) => {
    const client = await stage.connect(await stage.serve(), '/spoken');
    const { headers } = await client.open({ headers: { 'sec-websocket-protocol': offered } });
    expect(headers.get('sec-websocket-protocol')).toEqual(agreed === undefined ? undefined : [agreed]);
    expect(await client.read()).toBe(agreed ?? 'none');
  });

  test('a subprotocol offered to an endpoint that has none is not agreed to', async () => {
    const client = await stage.connect(await stage.serve());
    const { headers } = await client.open({ headers: { 'sec-websocket-protocol': 'chat.v1' } });
    expect(headers.has('sec-websocket-protocol')).toBe(false);
  });

  test('a client with the right credentials is let in', async () => {
    const client = await stage.open(await stage.serve(), '/guarded', { headers: { authorization: 'Bearer sesame' } });
    expect(await client.read()).toBe('welcome');
  });
}
