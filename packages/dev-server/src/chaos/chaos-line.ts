// One direction of a connection that behaves badly: some messages are lost, some come twice, and all of it may be late. Frames of a
// message share its fate, and a close frame always comes, so that what breaks is the application's and not the protocol.
import { FrameSplitter, type FrameHeader, type FrameListener } from '../frames/frame-splitter.js';
import { unmasked } from '../frames/raw-frame.js';
import type { ChaosSettings } from './chaos-settings.js';
import { DelayLine } from './delay-line.js';
import { FrameCutter } from './frame-cutter.js';

type Fate = 'passes' | 'is lost' | 'comes twice';

/** What a line is made with. */
export interface ChaosLineOptions {
  /** Takes what comes out. */
  readonly deliver: (bytes: Buffer) => void;
  /** The settings of now. */
  readonly settings: () => ChaosSettings;
  /** Whether an HTTP head comes before the frames; it always gets through. */
  readonly hasHead: boolean;
  /** Whether a frame with this opcode may have to be taken out, and whether it has to: the answer to a ping that was put in. */
  readonly looksAt?: (opcode: number) => boolean;
  readonly takesOut?: (payload: Buffer) => boolean;
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
  /** What is kept of the frame under way, until it is known what becomes of it. */
  private kept: Buffer[] | undefined;
  private isLookedAt = false;
  private header: FrameHeader | undefined;
  private cutter: FrameCutter | undefined;
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

  // A frame that nothing is to happen to is not waited for: a receiver may refuse one byte of it.
  headerPart(bytes: Buffer, isFirst: boolean): void {
    if (isFirst) {
      const opcode = bytes[0]! & 0x0f;
      const { loss, duplication, fragments, halfOpen } = this.options.settings();
      this.isLookedAt = this.options.looksAt?.(opcode) === true;
      const isJudged = this.isLookedAt || halfOpen || loss + duplication + fragments > 0;
      this.kept = isJudged || this.messageFate !== 'passes' ? [] : undefined;
      this.fate = 'passes';
    }
    this.part(bytes);
  }

  began(header: FrameHeader): void {
    this.header = header;
    this.cutter = undefined;
    const begun = this.kept;
    if (begun === undefined) return;
    const isControl = (header.firstByte & CONTROL_BIT) !== 0;
    const isSmall = header.length <= (isControl ? MOST_CONTROL : MOST_REPEATED);
    this.fate = this.fateOf(header);
    if (this.fate === 'comes twice' && !isSmall) this.fate = 'passes';
    this.isLookedAt &&= isSmall;
    this.kept = this.isLookedAt || this.fate === 'comes twice' ? [] : undefined;
    const { fragments } = this.options.settings();
    if (!isControl && fragments > 0 && header.length > fragments) this.cutter = new FrameCutter(header, fragments);
    else for (const bytes of begun) this.part(bytes);
  }

  payload(part: Buffer, isLast: boolean): void {
    if (this.cutter === undefined) this.part(part);
    else for (const piece of this.cutter.cut(part)) this.part(piece);
    if (!isLast) return;
    const { kept, header } = this;
    this.kept = undefined;
    if (kept !== undefined) this.wholeFrame(header!, Buffer.concat(kept));
    this.putInWaiting();
  }

  private part(bytes: Buffer): void {
    if (this.kept !== undefined) this.kept.push(bytes);
    else if (this.fate !== 'is lost') this.delay.put(bytes);
  }

  private wholeFrame({ size, maskingKey }: FrameHeader, frame: Buffer): void {
    if (this.isLookedAt) {
      const payload = frame.subarray(size);
      const plain = maskingKey === undefined ? payload : unmasked(payload, maskingKey, 0);
      if (this.options.takesOut?.(plain)) return;
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
