import { describe, expect, it } from '@jest/globals';
import { CollectedLog } from '@ws4ts/contract';
import { from, isObservable, mergeAll, of, Subject, type Observable } from 'rxjs';
import { GatewayMessages, type Transform } from '../../../src/gateways/client/gateway-messages.js';

/** As Nest makes it. */
const transform: Transform = (result) =>
  from(Promise.resolve(result).then((value) => (isObservable(value) ? value : of(value)))).pipe(mergeAll());

/** Lets everything run that waits for a settled promise. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Client {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }
}

function messagesOf(handlers: Record<string, (data: unknown, event: unknown) => unknown>) {
  const log = new CollectedLog();
  const client = new Client();
  const reading = { parser: (data: string | Buffer) => JSON.parse(data.toString()), logger: log };
  const messages = new GatewayMessages(client, reading);
  const bound = Object.entries(handlers).map(([message, callback]) => ({ message, callback }));
  messages.bind(bound, transform);
  const ask = (event: string, data?: unknown) => messages.receive(JSON.stringify({ event, data }), false);
  return { log, client, reading, messages, ask };
}

describe('GatewayMessages', () => {
  it('calls the handler with data and event, and sends what it returns as JSON', async () => {
    const { client, ask } = messagesOf({ add: (data, event) => ({ data, event }) });
    ask('add', [1, 2]);
    await settle();
    expect(client.sent).toEqual(['{"data":[1,2],"event":"add"}']);
  });

  it('takes an observable that is returned without a promise', async () => {
    const { client, ask } = messagesOf({ list: () => of(1, null, 2) });
    ask('list');
    await settle();
    expect(client.sent).toEqual(['1', '2']);
  });

  it.each([undefined, null, () => 'no JSON'])('sends nothing for %p', async (result) => {
    const { client, ask } = messagesOf({ none: () => result });
    ask('none');
    await settle();
    expect(client.sent).toEqual([]);
  });

  it('calls the last handler of a gateway for an event, and all gateways', async () => {
    const { client, messages, ask } = messagesOf({});
    const handler = (name: string) => ({ message: 'who', callback: () => name });
    messages.bind([handler('one'), handler('two')], transform);
    messages.bind([handler('three')], transform);
    ask('who');
    await settle();
    expect(client.sent).toEqual(['"two"', '"three"']);
  });

  it('runs handlers side by side', async () => {
    const { client, ask } = messagesOf({ wait: () => new Promise(() => {}), go: () => 'gone' });
    ask('wait');
    ask('go');
    await settle();
    expect(client.sent).toEqual(['"gone"']);
  });

  it('lets no more be read while 256 handlers are at work', async () => {
    const ends: (() => void)[] = [];
    const { ask } = messagesOf({ wait: () => new Promise<void>((resolve) => ends.push(resolve)) });
    for (let i = 1; i < 256; i++) expect(ask('wait')).toBeUndefined();
    const held = ask('wait');
    let isHeld = true;
    void held?.then(() => (isHeld = false));
    await settle();
    expect(isHeld).toBe(true);
    ends[17]!();
    await held;
    expect(isHeld).toBe(false);
  });

  it('answers nobody who is gone, and ends the observables that would', async () => {
    const ticks = new Subject<number>();
    const { client, messages, ask } = messagesOf({ tick: (): Observable<number> => ticks, late: () => 'late' });
    ask('tick');
    await settle();
    ticks.next(1);
    client.readyState = 2;
    ticks.next(2);
    ask('late');
    messages.end();
    expect(ticks.observed).toBe(false);
    ask('tick');
    await settle();
    expect(ticks.observed).toBe(false);
    expect(client.sent).toEqual(['1']);
  });

  it('logs what handlers and their observables throw, and goes on', async () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    const ticks = new Subject();
    const { client, log, ask } = messagesOf({
      throws: () => {
        throw new Error('thrown');
      },
      rejects: () => Promise.reject(new Error('rejected')),
      ticks: () => ticks,
    });
    for (const event of ['throws', 'rejects', 'ticks']) ask(event);
    await settle();
    ticks.next(circle);
    ticks.next('next');
    ticks.error(new Error('emitted'));
    expect(log.takeErrors().map((error) => (error as Error).message.split('\n')[0])).toEqual([
      'thrown',
      'rejected',
      'Converting circular structure to JSON',
      'emitted',
    ]);
    expect(client.sent).toEqual(['"next"']);
  });

  it('reads by the parser of the moment', async () => {
    const { client, reading, messages } = messagesOf({ any: (data) => data });
    reading.parser = (data) => ({ event: 'any', data: data.length });
    messages.receive(Buffer.from('four'), false);
    await settle();
    expect(client.sent).toEqual(['4']);
  });

  it('reads nothing while nobody handles anything', () => {
    const { log, messages } = messagesOf({});
    expect(messages.receive('no JSON', false)).toBeUndefined();
    expect(log.takeWarnings()).toEqual([]);
  });

  it('shows the log a message that it drops in one short line, once', () => {
    const { log, messages, ask } = messagesOf({ any: () => 1 });
    ask(`x\n${'y'.repeat(1000)}`);
    ask('another');
    messages.receive('no JSON', false);
    const [line, ...others] = log.takeWarnings();
    expect(line).toMatch(/^dropped a message, .*no gateway here handles the event 'x\\ny+'/);
    expect(line!.length).toBeLessThan(250);
    expect(others).toEqual([]);
  });
});
