// The plain twin of the frame parser: reads whole frames, checks nothing, and shares no code with it.

export interface ReadFrame {
  final: boolean;
  rsv: number;
  opcode: number;
  masked: boolean;
  payload: Buffer;
}

/** Reads frames that lie whole in the bytes; what is left over is a mistake. */
export function readFrames(data: Buffer): ReadFrame[] {
  const frames: ReadFrame[] = [];
  let at = 0;
  while (at < data.length) {
    const first = data.readUInt8(at);
    const second = data.readUInt8(at + 1);
    const short = second & 0x7f;
    at += 2;
    let length = short;
    if (short === 126) length = data.readUInt16BE(at);
    if (short === 127) length = Number(data.readBigUInt64BE(at));
    at += short === 126 ? 2 : short === 127 ? 8 : 0;
    const masked = second >= 0x80;
    const key = masked ? data.subarray(at, at + 4) : Buffer.alloc(4);
    at += masked ? 4 : 0;
    if (at + length > data.length) throw new Error(`a frame of ${length} bytes is cut`);
    const payload = Buffer.from(data.subarray(at, at + length).map((byte, i) => byte ^ key[i % 4]!));
    frames.push({ final: first >= 0x80, rsv: (first >> 4) & 7, opcode: first & 0xf, masked, payload });
    at += length;
  }
  return frames;
}
