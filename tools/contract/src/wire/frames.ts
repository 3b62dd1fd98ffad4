// Writes a client's frames and reads a server's (§5.2), with no code of the library under test.

export const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const MASKING_KEY = [0x37, 0xfa, 0x21, 0x3d] as const;

/** A frame as a server sends it. */
export interface Frame {
  readonly final: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A client's frame; unmasked it is a violation. */
export function clientFrame(
  opcode: number,
  payload: string | Uint8Array = '',
  { final = true, masked = true } = {},
): Buffer {
  const bytes = Buffer.from(payload);
  const first = (final ? 0x80 : 0) | opcode;
  const bit = masked ? 0x80 : 0;
  const head = [first, bit | bytes.length];
  if (bytes.length > 0xffff) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(bytes.length));
    head.splice(1, 1, bit | 127, ...length);
  } else if (bytes.length > 125) head.splice(1, 1, bit | 126, bytes.length >> 8, bytes.length & 0xff);
  if (!masked) return Buffer.concat([Buffer.from(head), bytes]);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (bytes[i] ?? 0) ^ (MASKING_KEY[i & 3] ?? 0);
  return Buffer.concat([Buffer.from([...head, ...MASKING_KEY]), bytes]);
}

/** A client's close frame. */
export function closeFrame(code?: number, reason = ''): Buffer {
  if (code === undefined) return clientFrame(Opcode.close);
  return clientFrame(Opcode.close, Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]));
}

/** Reads the frame at the start of the bytes; undefined while it is not whole. */
export function readFrame(bytes: Buffer): { frame: Frame; size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const first = bytes.readUInt8(0);
  const second = bytes.readUInt8(1);
  if (second & 0x80) throw new Error('the server has sent a masked frame (§5.1)');
  const head = second === 127 ? 10 : second === 126 ? 4 : 2;
  if (bytes.length < head) return undefined;
  const length = head === 10 ? Number(bytes.readBigUInt64BE(2)) : head === 4 ? bytes.readUInt16BE(2) : second;
  if (bytes.length < head + length) return undefined;
  const payload = Buffer.from(bytes.subarray(head, head + length));
  return { frame: { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload }, size: head + length };
}
