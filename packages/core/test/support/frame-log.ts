// A frame handler that notes what the parser says: for each frame its first byte, announced length and whole payload.
import type { FrameHandler } from '../../src/wire/frame-parser.js';

export interface LoggedFrame {
  first: number;
  length: number;
  payload: string;
  isAscii: boolean;
  isWhole: boolean;
}

export class FrameLog implements FrameHandler {
  readonly frames: LoggedFrame[] = [];
  /** The sizes of the parts that payloads arrived in. */
  readonly parts: number[] = [];

  frameBegan(first: number, length: number): void {
    this.frames.push({ first, length, payload: '', isAscii: true, isWhole: false });
  }

  framePayload(piece: Buffer, start: number, end: number, isAscii: boolean, isLast: boolean): void {
    const frame = this.frames.at(-1);
    if (frame === undefined || frame.isWhole) throw new Error('payload without a header');
    frame.payload += piece.toString('latin1', start, end);
    frame.isAscii &&= isAscii;
    frame.isWhole = isLast;
    this.parts.push(end - start);
  }
}
