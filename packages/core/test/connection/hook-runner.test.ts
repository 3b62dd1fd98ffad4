/* eslint-disable unicorn/no-thenable -- thenables are what is tested */
import { describe, expect, it } from '@jest/globals';
import type { HookRunner } from '../../src/connection/hook-runner.js';
import type { HookResult } from '../../src/connection/hooks.js';
import { deferred, turns } from '../support-connection/deferred.js';
import { runHooks } from '../support-connection/hook-story.js';

const boom = new Error('boom');
const fail = (error = boom) => {
  throw error;
};

const HOOKS: [called: string, call: (runner: HookRunner<string>) => void][] = [
  ['it opened', (runner) => runner.opened()],
  ['it received text', (runner) => runner.receivedMessage('text')],
  ['it ponged payload', (runner) => runner.ponged(Buffer.from('payload'))],
  ['it closed 1000 bye', (runner) => runner.closed(1000, 'bye')],
];

describe.each(HOOKS)('%s', (called, call) => {
  it('is called with its owner, and leaves the runner idle when it returned nothing', () => {
    const { story, runner } = runHooks();
    call(runner);
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual([called]);
  });

  it('makes the runner busy until its promise settles, which is told once', async () => {
    const { story, runner } = runHooks();
    const hook = deferred();
    story.act = () => hook.promise;
    call(runner);
    expect(runner.isBusy).toBe(true);
    hook.resolve();
    await turns();
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual([called, 'go on']);
  });

  it('that throws goes to unhandledError, then to the listener', () => {
    const { story, runner, logger } = runHooks();
    story.act = fail;
    call(runner);
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual([called, 'it failed boom', 'hook failed']);
    expect(logger.errors).toEqual([]);
  });

  it('that rejects goes the same way, then it goes on', async () => {
    const { story, runner, logger } = runHooks();
    story.act = () => Promise.reject(boom);
    call(runner);
    await turns();
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual([called, 'it failed boom', 'hook failed', 'go on']);
    expect(logger.errors).toEqual([]);
  });
});

describe('HookRunner', () => {
  it('takes what is no promise for nothing', () => {
    const { story, runner, run } = runHooks();
    for (const result of [null, 1, 'then', {}, { then: 'no function' }]) run(() => result as unknown as undefined);
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual([]);
  });

  it('lets others by while opened is pending and has stepped aside, but waits for it in the end', async () => {
    const { story, runner } = runHooks();
    const hook = deferred();
    story.act = () => hook.promise;
    runner.opened();
    expect([runner.isBusy, runner.stepAside(), runner.isBusy, runner.stepAside()]).toEqual([true, true, false, false]);
    story.act = () => undefined;
    runner.whenIdle(() => story.told.push('idle'));
    expect(story.told).toEqual(['it opened']);
    hook.resolve();
    await turns();
    expect(story.told).toEqual(['it opened', 'idle']);
    expect(runner.stepAside()).toBe(false);
  });

  it('calls at once when idle, and after the hook under way when not', async () => {
    const { story, runner } = runHooks();
    runner.whenIdle(() => story.told.push('now'));
    const hook = deferred();
    story.act = () => hook.promise;
    runner.opened();
    runner.whenIdle(() => story.told.push('later'));
    expect(story.told).toEqual(['now', 'it opened']);
    hook.resolve();
    await turns();
    expect(story.told).toEqual(['now', 'it opened', 'later']);
  });

  // A hook may return a promise of another library. One that called back at once was ended before it was begun: the
  // connection parsed on within the parser's own call and gave out frames twice.
  it('waits for a thenable that calls back at once', async () => {
    const { story, runner, run } = runHooks();
    run(() => ({ then: (resolve: () => void) => resolve() }) as PromiseLike<void>);
    expect(runner.isBusy).toBe(true);
    expect(story.told).toEqual([]);
    await turns();
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual(['go on']);
  });

  // A thenable whose then threw left the runner busy for good.
  it('takes a thenable whose then throws for a rejection', async () => {
    const { story, runner, run } = runHooks();
    run(() => ({ then: () => fail(new Error('no promise')) }) as PromiseLike<void>);
    await turns();
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual(['it failed no promise', 'hook failed', 'go on']);
  });
});

describe('an error that is expected', () => {
  it('is told to nobody', async () => {
    const { story, runner, logger, run } = runHooks();
    story.expected = boom;
    run(fail);
    expect(story.told).toEqual([]);
    run(() => Promise.reject(boom));
    await turns();
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual(['go on']);
    expect(logger.errors).toEqual([]);
  });
});

describe('unhandledError', () => {
  const WAYS: [how: string, act: () => HookResult][] = [
    ['throws', fail],
    ['rejects', () => Promise.reject(boom)],
  ];

  it.each(WAYS)('is waited for after a hook that %s', async (_, act) => {
    const { story, runner, run } = runHooks();
    const report = deferred();
    story.report = () => report.promise;
    run(act);
    await turns();
    expect(story.told).toEqual(['it failed boom', 'hook failed']);
    expect(runner.isBusy).toBe(true);
    report.resolve();
    await turns();
    expect(runner.isBusy).toBe(false);
    expect(story.told).toEqual(['it failed boom', 'hook failed', 'go on']);
  });

  it.each(WAYS)('that %s itself goes to the log, and not to itself', async (_, act) => {
    const { story, runner, logger, run } = runHooks();
    story.report = act;
    run(() => fail(new Error('first')));
    await turns();
    expect(runner.isBusy).toBe(false);
    expect(story.told.slice(0, 2)).toEqual(['it failed first', 'hook failed']);
    expect(logger.errors).toEqual([{ line: 'the hook unhandledError has failed', error: boom }]);
  });

  it.each(WAYS)('is told of a closed hook that fails after one that %s', async (_, act) => {
    const { story, runner, logger, run } = runHooks();
    story.report = act;
    run(fail);
    await turns();
    story.told.length = 0;
    story.report = () => undefined;
    story.act = () => fail(new Error('second'));
    runner.closed(1011, '');
    expect(story.told).toEqual(['it closed 1011 ', 'it failed second', 'hook failed']);
    expect(logger.errors).toHaveLength(1);
  });
});

describe('after a hook that has failed', () => {
  it('no message and no pong is told any more, but the end', () => {
    const { story, runner, run } = runHooks();
    run(fail);
    story.told.length = 0;
    runner.receivedMessage('again');
    runner.ponged(Buffer.from('again'));
    expect(story.told).toEqual([]);
    story.act = () => undefined;
    runner.closed(1011, '');
    expect(story.told).toEqual(['it closed 1011 ']);
  });

  it('all goes on when its error was expected', () => {
    const { story, runner, run } = runHooks();
    story.expected = boom;
    run(fail);
    story.act = () => undefined;
    runner.receivedMessage('again');
    runner.ponged(Buffer.from('again'));
    expect(story.told).toEqual(['it received again', 'it ponged again']);
  });
});
