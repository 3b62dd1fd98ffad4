// The opcodes of §5.2 and the bits beside them in a frame's first byte.

/** The opcodes that RFC 6455 §5.2 defines. */
export const Opcode = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

/** One of the opcodes of RFC 6455 §5.2. */
export type Opcode = (typeof Opcode)[keyof typeof Opcode];

/** "Indicates that this is the final fragment in a message" (§5.2). */
export const FINAL = 0x80;
/** The three reserved bits; extensions give them a meaning. */
export const RSV1 = 0x40;
export const RSV2 = 0x20;
export const RSV3 = 0x10;

/** §5.5: "Control frames are identified by opcodes where the most significant bit of the opcode is 1." */
export const CONTROL_BIT = 0x08;
/** §5.5: "All control frames MUST have a payload length of 125 bytes or less" */
export const MAX_CONTROL_PAYLOAD = 125;
