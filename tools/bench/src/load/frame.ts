// Builds whole frames, once and before the clock runs. It stands on its own so that no library under test checks itself.

/** By RFC 6455 §5.2; compressed text has RSV1 set too (RFC 7692 §6). */
export const opcodes = { text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, compressedText: 0x41 } as const;
export type Opcode = (typeof opcodes)[keyof typeof opcodes];

/** A frame as a server sends it. */
export function plainFrame(opcode: Opcode, payload: Buffer): Buffer {
  return Buffer.concat([head(opcode, payload.length, 0x00), payload]);
}

/** A frame as a client sends it, masked with the 32-bit key. */
export function maskedFrame(opcode: Opcode, payload: Buffer, key: number): Buffer {
  const maskingKey = Buffer.alloc(4);
  maskingKey.writeUInt32BE(key >>> 0);
  const masked = payload.map((byte, index) => byte ^ maskingKey.readUInt8(index & 3)); // §5.3
  return Buffer.concat([head(opcode, payload.length, 0x80), maskingKey, masked]);
}

function head(opcode: Opcode, length: number, mask: 0x00 | 0x80): Buffer {
  const first = 0x80 | opcode;
  if (length < 126) return Buffer.from([first, mask | length]);
  if (length < 65_536) return Buffer.from([first, mask | 126, length >> 8, length & 0xff]);
  const long = Buffer.from([first, mask | 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}
