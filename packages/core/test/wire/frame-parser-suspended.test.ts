// The parser stops between two frames and goes on later, in order and with nothing lost.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FrameParser } from '../../src/wire/frame-parser.js';
import { bytes, cutAt } from '../support/bytes.js';
import { frame } from '../support/frame.js';
import { FrameLog } from '../support/frame-log.js';

/** Calls `after` at the end of each frame. */
class Interrupting extends FrameLog {
  after: (count: number) => void = () => undefined;

  override framePayload(piece: Buffer, start: number, end: number, key: number, isLast: boolean): void {
    super.framePayload(piece, start, end, key, isLast);
    if (isLast) this.after(this.frames.length);
  }

  get payloads(): string[] {
    return this.frames.map(({ payload }) => payload);
  }
}

const TEXTS = ['one', 'two', '', 'x'.repeat(200), 'five'];
const WIRE = (): Buffer => Buffer.concat(TEXTS.map((payload) => frame('client', { opcode: 1, payload })));

function parser(): { log: Interrupting; parser: FrameParser } {
  const log = new Interrupting();
  return { log, parser: new FrameParser('server', log, false) };
}

describe('a suspended parser', () => {
  it('keeps what is left of the piece', () => {
    const { log, parser: reader } = parser();
    log.after = () => reader.suspend();
    reader.receive(WIRE());
    for (let count = 1; count <= TEXTS.length; count++) {
      expect(log.payloads).toEqual(TEXTS.slice(0, count));
      reader.resume();
    }
    expect(log.payloads).toEqual(TEXTS);
  });

  it('puts what comes meanwhile behind', () => {
    const { log, parser: reader } = parser();
    reader.suspend();
    for (const piece of cutAt(WIRE(), [1, 4, 9, 12, 30])) reader.receive(piece);
    expect(log.frames).toEqual([]);
    reader.resume();
    expect(log.payloads).toEqual(TEXTS);
  });

  it('takes frames anew after it went on', () => {
    const { log, parser: reader } = parser();
    reader.suspend();
    reader.receive(WIRE());
    reader.resume();
    reader.receive(WIRE());
    expect(log.payloads).toEqual([...TEXTS, ...TEXTS]);
  });

  it('loses nothing, wherever it is cut and suspended', () => {
    const frames = fc.uniqueArray(fc.nat(TEXTS.length));
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 8 }), frames, frames, (cuts, suspendAt, resumeAt) => {
        const { log, parser: reader } = parser();
        log.after = (count) => {
          if (suspendAt.includes(count)) reader.suspend();
          if (resumeAt.includes(count)) reader.resume();
        };
        for (const piece of cutAt(WIRE(), cuts)) reader.receive(piece);
        for (const _ of TEXTS) reader.resume();
        expect(log.payloads).toEqual(TEXTS);
      }),
    );
  });

  it('may be resumed by the handler that suspended it', () => {
    // A handler that suspended and at once resumed made the parser read the rest of the piece inside of the handler, and then
    // once more outside, where it was already unmasked.
    const { log, parser: reader } = parser();
    log.after = () => {
      reader.suspend();
      reader.resume();
    };
    reader.receive(WIRE());
    expect(log.payloads).toEqual(TEXTS);
  });

  it('puts what its own handler gives it behind what it has', () => {
    const { log, parser: reader } = parser();
    log.after = (count) => {
      if (count === 1) reader.receive(bytes('81 80 00 00 00 00'));
    };
    reader.receive(WIRE());
    expect(log.payloads).toEqual([...TEXTS, '']);
  });
});

describe('a stopped parser', () => {
  it('drops the rest of the piece and all that comes', () => {
    const { log, parser: reader } = parser();
    log.after = (count) => {
      if (count === 2) reader.stop();
    };
    reader.receive(WIRE());
    reader.receive(WIRE());
    reader.resume();
    expect(log.payloads).toEqual(TEXTS.slice(0, 2));
  });

  it('drops what waited while it was suspended', () => {
    const { log, parser: reader } = parser();
    reader.suspend();
    reader.receive(WIRE());
    reader.stop();
    reader.resume();
    expect(log.frames).toEqual([]);
  });
});
