import { describe, expect, it, jest } from '@jest/globals';
import { TICK } from '../../src/limits/clock.js';
import { holdTime, pass, started } from '../support-connection/guarded.js';

holdTime();

describe('the heartbeat', () => {
  it('pings once an interval', () => {
    const { guard, pings, did } = started();
    for (let i = 1; i <= 5; i++) {
      pass(30_000 - TICK);
      expect(pings.length).toBe(i - 1);
      pass(TICK);
      expect(pings.length).toBe(i);
      guard.heard(6);
    }
    expect(did).toEqual([]);
  });

  it('begins after half an interval to a whole one, so that those who came together are not pinged together', () => {
    const firsts = [0, 0.25, 0.5, 0.999].map((random) => {
      jest.mocked(Math.random).mockReturnValue(random);
      const { pings } = started();
      let passed = 0;
      for (; pings.length === 0; passed += TICK) pass(TICK);
      return passed;
    });
    expect(firsts).toEqual([30_000, 26_250, 22_500, 15_000]);
  });

  it('cuts a peer that was not heard for interval and timeout, and says so', () => {
    const { did, logger, told } = started({ pingInterval: 2_000, pongTimeout: 1_000 });
    pass(3_000 - TICK);
    expect(did).toEqual([]);
    pass(TICK);
    expect(did).toEqual(['terminate']);
    expect(logger.warnings).toEqual(['cutting a connection: the peer was not heard for 3000 ms']);
    expect(told.ending.networkError?.message).toBe('the peer was not heard for 3000 ms');
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each([250, 1_000, 1_750, 2_750])('takes any bytes for life, such as come each %d ms', (every) => {
    const { guard, did } = started({ pingInterval: 2_000, pongTimeout: 1_000 });
    for (let i = 0; i < 50; i++) {
      pass(every);
      guard.heard(1);
    }
    expect(did).toEqual([]);
    pass(3_000);
    expect(did).toEqual(['terminate']);
  });

  it('always gives the peer the timeout to answer', () => {
    for (let offset = 0; offset <= 2_000; offset += TICK) {
      const { guard, did, pings } = started({ pingInterval: 2_000, pongTimeout: 1_000 });
      pass(offset);
      guard.heard(1);
      const before = pings.length;
      let sincePing = -TICK;
      for (let passed = 0; did.length === 0; passed += TICK) {
        pass(TICK);
        if (pings.length > before) sincePing += TICK;
        expect(passed).toBeLessThan(3_000);
      }
      expect(sincePing).toBeGreaterThanOrEqual(1_000);
    }
  });

  it('is off when the interval is Infinity', () => {
    const { pings, did } = started({ pingInterval: Infinity });
    expect(jest.getTimerCount()).toBe(0);
    pass(10_000_000);
    expect([pings, did]).toEqual([[], []]);
  });

  it('does nothing for a connection that is closing, and stops', () => {
    const { told, pings, did } = started();
    told.state = 'closing';
    pass(100_000);
    expect([pings, did, jest.getTimerCount()]).toEqual([[], [], 0]);
  });

  it('stops with the connection', () => {
    const { guard, pings } = started();
    guard.stop();
    pass(100_000);
    expect(pings).toEqual([]);
  });

  it('uses one timer for many connections', () => {
    for (let i = 0; i < 100; i++) started();
    expect(jest.getTimerCount()).toBe(1);
  });
});

describe('a peer that is not read from', () => {
  const OPTIONS = { pingInterval: 2_000, pongTimeout: 1_000 };

  it('is alive when its bytes gather in the stream', () => {
    const { stream, did } = started(OPTIONS);
    for (let i = 0; i < 20; i++) {
      pass(2_000);
      stream.readableLength += 1;
    }
    expect(did).toEqual([]);
  });

  it('is gone when they do not', () => {
    const { stream, did } = started(OPTIONS);
    stream.readableLength = 50;
    pass(10_000);
    expect(did).toEqual(['terminate']);
  });

  it('is not judged while what it sends cannot be heard, and is again once it can', () => {
    const { stream, did } = started(OPTIONS);
    stream.readableLength = 100;
    pass(100_000);
    expect(did).toEqual([]);
    stream.readableLength = 0;
    pass(10_000);
    expect(did).toEqual(['terminate']);
  });
});

describe('a peer that is sent much', () => {
  const OPTIONS = { pingInterval: 2_000, pongTimeout: 1_000 };

  it('is alive while it takes of what waits for it, though it cannot have got the ping', () => {
    const { stream, did } = started(OPTIONS);
    stream.bytesWritten = stream.writableLength = 1_000_000;
    for (let i = 0; i < 20; i++) {
      pass(2_000);
      stream.writableLength -= 1_000;
    }
    expect(did).toEqual([]);
  });

  it('is gone when it takes nothing, though more and more waits for it', () => {
    const { stream, did } = started(OPTIONS);
    stream.bytesWritten = stream.writableLength = 1_000;
    for (let i = 0; i < 3; i++) {
      pass(1_000);
      stream.bytesWritten += 500;
      stream.writableLength += 500;
    }
    pass(3_000);
    expect(did).toEqual(['terminate']);
  });

  it('is not alive for what its kernel’s empty buffer takes, such as pings', () => {
    const { stream, did } = started(OPTIONS);
    for (let i = 0; i < 6; i++) {
      pass(500);
      stream.bytesWritten += 18;
    }
    expect(did).toEqual(['terminate']);
  });
});

describe('a pong', () => {
  it('to a heartbeat is nobody else’s, and tells the round trip', () => {
    const { guard, pings } = started();
    expect(guard.latency).toBeUndefined();
    pass(30_000);
    pass(12.5);
    expect(guard.ponged(pings[0]!)).toBe(true);
    expect(guard.latency).toBeCloseTo(12.5, 0);
  });

  it('that brings a heartbeat back once more is nobody’s either, but counts', () => {
    const { guard, pings } = started({ maxControlFramesPerSecond: 1, pingInterval: 1_000 });
    for (let answered = 1; answered <= 20; answered++) {
      pass(1_000);
      expect(pings.length).toBe(answered);
      guard.heard(18);
      expect(guard.ponged(pings.at(-1)!)).toBe(true);
    }
    expect(guard.isDelaying).toBe(false);
    for (let again = 0; again < 10; again++) expect(guard.ponged(pings[0]!)).toBe(true);
    expect(guard.isDelaying).toBe(true);
  });

  it('to another ping is the application’s', () => {
    const { guard } = started();
    expect(guard.ponged(Buffer.from('mine'))).toBe(false);
    expect(guard.latency).toBeUndefined();
  });
});

describe('a peer that sends too much', () => {
  it('is delayed, and reading goes on after that', () => {
    const { guard, did } = started({ maxMessagesPerSecond: 10, pingInterval: Infinity });
    for (let i = 0; i < 20; i++) expect([guard.isDelaying, guard.receives()]).toEqual([false, true]);
    expect(guard.isDelaying).toBe(true);
    pass(150);
    expect([guard.isDelaying, did]).toEqual([false, ['go on']]);
  });

  it('is delayed for bytes as well', () => {
    const { guard } = started({ maxBytesPerSecond: 1_000 });
    guard.heard(2_001);
    expect(guard.isDelaying).toBe(true);
  });

  it('is delayed for pings and for pongs, but not for answers to heartbeats', () => {
    const { guard, pings } = started({ maxControlFramesPerSecond: 1, pingInterval: 1_000 });
    pass(1_000);
    expect(guard.ponged(pings[0]!)).toBe(true);
    for (let i = 0; i < 5; i++) {
      guard.pinged();
      guard.ponged(Buffer.from('mine'));
    }
    expect(guard.isDelaying).toBe(true);
  });
});
