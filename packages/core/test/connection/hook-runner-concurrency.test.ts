// Several hooks of one socket under way at once.
import { describe, expect, it } from '@jest/globals';
import { deferred, turns } from '../support-connection/deferred.js';
import { runHooks } from '../support-connection/hook-story.js';

describe('with a concurrency of 2', () => {
  it('so many hooks are under way at once, and the others wait', async () => {
    const { story, runner, run } = runHooks(2);
    const hooks = [deferred(), deferred()];
    run(() => hooks[0]!.promise);
    expect(runner.isBusy).toBe(false);
    run(() => hooks[1]!.promise);
    expect(runner.isBusy).toBe(true);
    hooks[1]!.resolve();
    await turns(1);
    expect([runner.isBusy, story.told]).toEqual([false, ['go on']]);
  });

  it('opened is alone all the same', async () => {
    const { story, runner } = runHooks(2);
    const opened = deferred();
    story.act = () => opened.promise;
    runner.opened();
    expect(runner.isBusy).toBe(true);
    opened.resolve();
    await turns(1);
    expect(runner.isBusy).toBe(false);
  });

  it('closed waits for all of them', async () => {
    const { story, runner, run } = runHooks(2);
    const hooks = [deferred(), deferred()];
    for (const { promise } of hooks) run(() => promise);
    runner.whenIdle(() => story.told.push('idle'));
    hooks[0]!.resolve();
    await turns(1);
    expect(story.told).toEqual([]);
    hooks[1]!.resolve();
    await turns(1);
    expect(story.told).toEqual(['idle']);
  });

  it('each that fails is reported, and none is called after the first', async () => {
    const { story, runner, run, logger } = runHooks(2);
    const hooks = [deferred(), deferred()];
    for (const { promise } of hooks) run(() => promise);
    hooks[0]!.reject(new Error('one'));
    hooks[1]!.reject(new Error('two'));
    await turns(1);
    runner.receivedMessage('late');
    runner.drained();
    expect(story.told).toEqual(['it failed one', 'hook failed', 'go on', 'it failed two', 'hook failed', 'go on']);
    expect(logger.errors).toEqual([]);
  });
});
