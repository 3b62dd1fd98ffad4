// Builds a client's frames, right or wrong: every field can be set against the rules.

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The parts of a frame; what is left out is as the RFC wants it. */
export interface FrameParts {
  readonly opcode: number;
  readonly payload?: Uint8Array | string;
  readonly final?: boolean;
  /** 4 is RSV1, 2 is RSV2, 1 is RSV3. */
  readonly rsv?: number;
  /** Four bytes, or false for an unmasked frame. */
  readonly maskingKey?: Uint8Array | false;
  /** Bits of the length field, to write a longer one than the payload needs. */
  readonly lengthBits?: 7 | 16 | 64;
  /** The length that the header tells, if not the payload's. */
  readonly announced?: number | bigint;
}

export type FrameOptions = Omit<FrameParts, 'opcode' | 'payload'>;

let keys = 0x12345678;

/** Makes a masking key; the sequence is the same in every run, so that a failure can be repeated. */
function nextMaskingKey(): Buffer {
  keys = (Math.imul(keys, 1664525) + 1013904223) >>> 0;
  const key = Buffer.alloc(4);
  key.writeUInt32BE(keys);
  return key;
}

/** Serializes one frame (§5.2). */
export function frame(parts: FrameParts): Buffer {
  const payload = typeof parts.payload === 'string' ? Buffer.from(parts.payload) : (parts.payload ?? Buffer.alloc(0));
  const key = parts.maskingKey === false ? undefined : (parts.maskingKey ?? nextMaskingKey());
  const length = BigInt(parts.announced ?? payload.length);
  const bits = parts.lengthBits ?? (length < 126n ? 7 : length < 65536n ? 16 : 64);
  const head = Buffer.alloc(2 + (bits === 7 ? 0 : bits / 8));
  head[0] = ((parts.final ?? true) ? 0x80 : 0) | ((parts.rsv ?? 0) << 4) | parts.opcode;
  const maskBit = key ? 0x80 : 0;
  if (bits === 7) {
    head[1] = maskBit | Number(length);
  } else if (bits === 16) {
    head[1] = maskBit | 126;
    head.writeUInt16BE(Number(length), 2);
  } else {
    head[1] = maskBit | 127;
    head.writeBigUInt64BE(length, 2);
  }
  return key ? Buffer.concat([head, key, masked(payload, key)]) : Buffer.concat([head, payload]);
}

/** §5.3: "octet i of the transformed data is the XOR of octet i of the original data with octet (i modulo 4) of the key". */
export function masked(payload: Uint8Array, key: Uint8Array): Buffer {
  const result = Buffer.from(new ArrayBuffer(payload.length));
  result.set(payload);
  const words = new Uint32Array(result.buffer, 0, payload.length >>> 2);
  const word = new Uint32Array(Uint8Array.from(key).buffer)[0] ?? 0;
  for (let i = 0; i < words.length; i++) words[i] = (words[i] ?? 0) ^ word;
  for (let i = words.length * 4; i < result.length; i++) result[i] = (result[i] ?? 0) ^ (key[i % 4] ?? 0);
  return result;
}

const maker =
  (opcode: number) =>
  (payload: Uint8Array | string = '', options: FrameOptions = {}) =>
    frame({ opcode, payload, ...options });

export const text = maker(opcodes.text);
export const binary = maker(opcodes.binary);
export const continuation = maker(opcodes.continuation);
export const ping = maker(opcodes.ping);
export const pong = maker(opcodes.pong);

/** A Close frame's body: the code and the reason (§5.5.1). */
export function closeBody(code: number, reason: Uint8Array | string = ''): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return Buffer.concat([head, Buffer.from(reason as string)]);
}

/** A Close frame; without a code its body is empty. */
export function close(code?: number, reason: Uint8Array | string = '', options: FrameOptions = {}): Buffer {
  return frame({ opcode: opcodes.close, payload: code === undefined ? '' : closeBody(code, reason), ...options });
}

/** A message in fragments of the given payloads. */
export function fragments(opcode: number, payloads: readonly (Uint8Array | string)[]): Buffer[] {
  return payloads.map((payload, at) =>
    frame({ opcode: at === 0 ? opcode : opcodes.continuation, payload, final: at === payloads.length - 1 }),
  );
}

/** Cuts bytes in pieces of `size`; the last one may be shorter. */
export function pieces(bytes: Uint8Array, size: number): Buffer[] {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, at) => whole.subarray(at * size, (at + 1) * size));
}

/** Reads hex; blanks are for the eye. */
export const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');

/** A payload of that size whose every part differs from its neighbours. */
export function filler(size: number, opcode: number = opcodes.text): Buffer {
  return Buffer.alloc(size, opcode === opcodes.text ? 'BAsd7&jh23' : hex('fe 00 ff 80 c1 7f 0a'));
}
