// A frame handler that notes what the parser says: for each frame its first byte, announced length and whole payload, unmasked.
import type { FrameHandler } from '../../src/wire/frame-parser.js';
import { maskByBytes } from '../../src/wire/mask.js';

export interface LoggedFrame {
  first: number;
  length: number;
  payload: string;
  isWhole: boolean;
}

export class FrameLog implements FrameHandler {
  readonly frames: LoggedFrame[] = [];
  /** The sizes of the parts that payloads arrived in. */
  readonly parts: number[] = [];

  frameBegan(first: number, length: number): void {
    this.frames.push({ first, length, payload: '', isWhole: false });
  }

  framePayload(piece: Buffer, start: number, end: number, key: number, isLast: boolean): void {
    const frame = this.frames.at(-1);
    if (frame === undefined || frame.isWhole) throw new Error('payload without a header');
    maskByBytes(piece, start, end, key);
    frame.payload += piece.toString('latin1', start, end);
    frame.isWhole = isLast;
    this.parts.push(end - start);
  }
}
