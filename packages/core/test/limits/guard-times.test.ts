// How long a connection may last: idle, in all, by its credentials, and while it ends.
import { describe, expect, it, jest } from '@jest/globals';
import { TICK } from '../../src/limits/clock.js';
import { guarded, holdTime, pass, started } from '../support-connection/guarded.js';

holdTime();

describe('a message', () => {
  it.each(['sends', 'receives'] as const)('either way (it %s) keeps from being idle', (way) => {
    const { guard, did } = started({ idleTimeout: 5_000, pingInterval: Infinity });
    for (let i = 0; i < 10; i++) {
      pass(4_750);
      guard[way]();
    }
    expect(did).toEqual([]);
    pass(4_750);
    expect(did).toEqual([]);
    pass(TICK);
    expect(did).toEqual(['close 1000 no message for the idleTimeout of 5000 ms']);
  });

  it('is no ping and no pong: they do not keep from being idle', () => {
    const { guard, did, pings } = started({ idleTimeout: 5_000, pingInterval: 1_000 });
    for (let i = 0; i < 20; i++) {
      pass(250);
      guard.heard(6);
      guard.pinged();
      guard.ponged(pings.at(-1) ?? Buffer.alloc(0));
    }
    expect(did).toEqual(['close 1000 no message for the idleTimeout of 5000 ms']);
  });
});

describe('a lifetime', () => {
  it.each([
    [0, 100_000],
    [0.5, 95_000],
    [0.999, 90_000],
  ])('ends with 1001 up to a tenth early (%d): after %d ms', (random, expected) => {
    jest.mocked(Math.random).mockReturnValue(random);
    const { guard, did } = started({ maxLifetime: 100_000 });
    for (let passed = 0; passed < expected - TICK; passed += TICK) {
      pass(TICK);
      guard.heard(1);
      guard.receives();
    }
    expect(did).toEqual([]);
    pass(TICK);
    expect(did).toEqual(['close 1001 the connection has lasted its maxLifetime of 100000 ms']);
  });
});

describe('credentials', () => {
  const EXPIRED = ['close 3000 the credentials have expired'];

  it('that expire close with 3000', () => {
    const { guard, did } = started({ pingInterval: Infinity });
    guard.expiresAt = Date.now() + 10_000;
    pass(9_999 - TICK);
    expect(did).toEqual([]);
    pass(1 + 2 * TICK);
    expect(did).toEqual(EXPIRED);
  });

  it('that are given before the connection begins are watched from its beginning', () => {
    const { guard, did } = guarded();
    guard.expiresAt = Date.now() - 1;
    expect(did).toEqual([]);
    guard.start();
    expect(did).toEqual(EXPIRED);
  });

  it('that are renewed do not close until they expire again', () => {
    const { guard, did } = started({ pingInterval: Infinity });
    guard.expiresAt = Date.now() + 1_000;
    guard.expiresAt = Date.now() + 60_000;
    pass(59_000);
    expect(did).toEqual([]);
    guard.expiresAt = undefined;
    pass(1_000_000);
    expect([did, jest.getTimerCount()]).toEqual([[], 0]);
  });

  it('that are revoked close at once', () => {
    const { guard, did } = started();
    guard.expiresAt = Date.now();
    expect(did).toEqual(EXPIRED);
  });

  it('expire by the wall clock, which may be set meanwhile', () => {
    const { guard, did } = started({ pingInterval: Infinity });
    guard.expiresAt = Date.now() + 24 * 3_600_000;
    pass(120_000);
    jest.setSystemTime(Date.now() + 25 * 3_600_000);
    pass(60_000);
    expect(did).toEqual(EXPIRED);
  });

  it('may expire in years: no timer is too short for them', () => {
    const { guard, did } = started({ pingInterval: Infinity });
    guard.expiresAt = Date.now() + 100 * 365 * 24 * 3_600_000;
    pass(600_000);
    expect(did).toEqual([]);
  });
});

describe('a message that is still coming', () => {
  // Whoever sent a message in parts for longer than idleTimeout was taken for idle.
  it('is no idleness while bytes of it come', () => {
    const { guard, told, did } = started({ idleTimeout: 1_000, pingInterval: Infinity });
    told.isReceiving = true;
    for (let i = 0; i < 20; i++) {
      pass(500);
      guard.heard(1);
    }
    expect(did).toEqual([]);
    pass(1_000);
    expect(did).toEqual(['close 1000 no message for the idleTimeout of 1000 ms']);
  });
});

describe('an end', () => {
  it('takes closeTimeout at least and a tick more at most; then the connection is cut', () => {
    const { guard, did } = started({ closeTimeout: 1_000 });
    pass(TICK / 2);
    guard.limitEnd();
    pass(1_000);
    expect(did).toEqual([]);
    pass(TICK);
    expect(did).toEqual(['terminate']);
  });

  it('is limited from the first time on, however often it is limited', () => {
    const { guard, did } = started({ closeTimeout: 1_000 });
    guard.limitEnd();
    pass(1_000);
    guard.limitEnd();
    pass(TICK);
    expect(did).toEqual(['terminate']);
  });

  it('is not made shorter by credentials that expire', () => {
    const { guard, did } = started();
    guard.limitEnd();
    guard.expiresAt = Date.now();
    expect(did).toEqual([]);
  });

  // What begins looked only at when the next ping is due, so a peer that did not end its side was never cut.
  it('is limited though it came before the connection has begun', () => {
    const { guard, did, logger } = guarded({ closeTimeout: 1_000, pingInterval: Infinity });
    guard.expiresAt = Date.now() + 60_000;
    guard.limitEnd();
    guard.start();
    pass(1_000);
    expect(did).toEqual([]);
    pass(TICK);
    expect(did).toEqual(['terminate']);
    expect(logger.warnings).toEqual(['cutting a connection: it was not ended within the closeTimeout of 1000 ms']);
  });

  it('is of no interest once the connection is gone', () => {
    const { guard, did } = started();
    guard.stop();
    guard.limitEnd();
    expect(jest.getTimerCount()).toBe(0);
    expect(did).toEqual([]);
  });
});
