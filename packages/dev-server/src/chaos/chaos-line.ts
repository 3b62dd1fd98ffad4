// One direction of a connection that behaves badly: some messages are lost, some come twice, and all of it may be late. Frames of a
// message share its fate, and a close frame always comes, so that what breaks is the application's and not the protocol.
import { FrameSplitter, type FrameHeader, type FrameListener } from '../frames/frame-splitter.js';
import { unmasked } from '../frames/raw-frame.js';
import type { ChaosSettings } from './chaos-settings.js';
import { DelayLine } from './delay-line.js';

type Fate = 'passes' | 'is lost' | 'comes twice';

/** What a line is made with. */
export interface ChaosLineOptions {
  /** Takes what comes out. */
  readonly deliver: (bytes: Buffer) => void;
  /** The settings of now. */
  readonly settings: () => ChaosSettings;
  /** Whether an HTTP head comes before the frames; it always gets through. */
  readonly hasHead: boolean;
  /** Whether a control frame is to be taken out, such as the answer to a ping that was put in. */
  readonly takesOut?: (opcode: number, payload: Buffer) => boolean;
  /** A number from 0 to 1; by default by chance. */
  readonly chance?: () => number;
}

const CLOSE = 8;
const CONTROL_BIT = 8;
const FINAL = 0x80;
/** The biggest frame that comes twice, and the biggest control frame that is looked at, in bytes. */
const MOST_REPEATED = 1024 * 1024;
const MOST_CONTROL = 125;

/** Passes on the bytes of one direction, or does not. */
export class ChaosLine implements FrameListener {
  readonly delay: DelayLine;
  private readonly splitter: FrameSplitter;
  private readonly chance: () => number;
  private fate: Fate = 'passes';
  private messageFate: Fate = 'passes';
  /** The frame under way, where it has to be whole before it is known what becomes of it. */
  private whole: Buffer[] | undefined;
  private header: FrameHeader | undefined;
  private readonly toPutIn: Buffer[] = [];

  constructor(private readonly options: ChaosLineOptions) {
    this.chance = options.chance ?? Math.random;
    this.delay = new DelayLine(options.deliver, options.settings, this.chance);
    this.splitter = new FrameSplitter(this, options.hasHead);
  }

  receive(bytes: Buffer): void {
    this.splitter.receive(bytes);
    this.putInWaiting();
  }

  /** Puts bytes in at the next place between two frames. */
  putIn(bytes: Buffer): void {
    this.toPutIn.push(bytes);
    this.putInWaiting();
  }

  outsideFrames(bytes: Buffer): void {
    this.delay.put(bytes);
  }

  headEnded(): void {}

  began(header: FrameHeader, bytes: Buffer): void {
    this.header = header;
    const isControl = (header.firstByte & CONTROL_BIT) !== 0;
    this.fate = this.fateOf(header);
    const isSmall = header.length <= (isControl ? MOST_CONTROL : MOST_REPEATED);
    if (this.fate === 'comes twice' && !isSmall) this.fate = 'passes';
    this.whole = (isControl && isSmall) || this.fate === 'comes twice' ? [] : undefined;
    this.part(bytes);
  }

  payload(part: Buffer, isLast: boolean): void {
    this.part(part);
    if (!isLast) return;
    const { whole, header } = this;
    this.whole = undefined;
    if (whole !== undefined) this.wholeFrame(header!, Buffer.concat(whole));
    this.putInWaiting();
  }

  private part(bytes: Buffer): void {
    if (this.whole !== undefined) this.whole.push(bytes);
    else if (this.fate !== 'is lost') this.delay.put(bytes);
  }

  private wholeFrame({ firstByte, size, maskingKey }: FrameHeader, frame: Buffer): void {
    if ((firstByte & CONTROL_BIT) !== 0 && this.options.takesOut !== undefined) {
      const payload = frame.subarray(size);
      const plain = maskingKey === undefined ? payload : unmasked(payload, maskingKey, 0);
      if (this.options.takesOut(firstByte & 0x0f, plain)) return;
    }
    if (this.fate === 'is lost') return;
    const again = Buffer.from(frame);
    this.delay.put(frame);
    // A copy: who reads unmasks in place.
    if (this.fate === 'comes twice') this.delay.put(again);
  }

  private fateOf({ firstByte }: FrameHeader): Fate {
    const { halfOpen, loss, duplication } = this.options.settings();
    if (halfOpen) return 'is lost';
    const opcode = firstByte & 0x0f;
    if (opcode === CLOSE) return 'passes';
    if (opcode === 0) return this.messageFate;
    const drawn = loss + duplication === 0 ? 1 : this.chance();
    const fate = drawn < loss ? 'is lost' : drawn < loss + duplication ? 'comes twice' : 'passes';
    // A message of several frames cannot come twice: its frames would be in one another's way.
    const lasting = fate === 'comes twice' && (firstByte & FINAL) === 0 ? 'passes' : fate;
    if ((opcode & CONTROL_BIT) === 0) this.messageFate = lasting;
    return lasting;
  }

  private putInWaiting(): void {
    if (!this.splitter.isBetweenFrames || this.toPutIn.length === 0) return;
    const bytes = this.toPutIn.splice(0);
    if (!this.options.settings().halfOpen) this.delay.put(Buffer.concat(bytes));
  }
}
