import { describe, expect, it } from '@jest/globals';
import { Ending } from '../../src/connection/ending.js';
import { ConnectionClosed } from '../../src/vocabulary/errors.js';

const outcome = ({ code, reason }: Ending) => [code, reason];

describe('the code and the reason', () => {
  it('are 1006 and none as long as nobody has closed', () => {
    expect(outcome(new Ending())).toEqual([1006, '']);
  });

  it('are what this side has proposed, until the peer decides', () => {
    const ending = new Ending();
    ending.propose(4000, 'ours');
    expect(outcome(ending)).toEqual([4000, 'ours']);
    ending.decide(4001, 'theirs');
    expect(outcome(ending)).toEqual([4001, 'theirs']);
  });

  it('are final once they are decided', () => {
    const ending = new Ending();
    ending.decide(1000, 'first');
    ending.propose(4000, 'too late');
    ending.decide(1002, 'too late');
    ending.gone();
    expect(outcome(ending)).toEqual([1000, 'first']);
  });

  it('are 1006 and none when the socket goes without the peer’s close frame (§7.1.5)', () => {
    const ending = new Ending();
    ending.propose(4000, 'ours');
    ending.gone();
    expect(outcome(ending)).toEqual([1006, '']);
    ending.decide(1000, 'too late');
    expect(outcome(ending)).toEqual([1006, '']);
  });
});

describe('the error', () => {
  it('says how it ended', () => {
    const ending = new Ending();
    ending.decide(4001, 'theirs');
    const error = ending.error();
    expect(error).toBeInstanceOf(ConnectionClosed);
    expect([error.closeCode, error.closeReason]).toEqual([4001, 'theirs']);
    expect(error).not.toHaveProperty('cause');
  });

  it('has the network’s error as its cause', () => {
    const ending = new Ending();
    ending.networkError = new Error('ECONNRESET');
    ending.gone();
    expect(ending.error()).toMatchObject({ closeCode: 1006, cause: ending.networkError });
  });
});
