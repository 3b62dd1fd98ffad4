// What the first two bytes of a frame may be (§5.2, §5.5), worked out once for all 256 values each: reading a frame costs two
// look-ups.
import type { ProtocolRule } from '../vocabulary/error-codes.js';
import { CONTROL_BIT, FINAL, MAX_CONTROL_PAYLOAD, Opcode, RSV1, RSV2, RSV3 } from '../vocabulary/opcodes.js';
import type { Role } from '../vocabulary/role.js';

/** For each value of a byte the rule that it breaks, if any. */
export type ByteRules = readonly (ProtocolRule | undefined)[];

const KNOWN_OPCODES: ReadonlySet<number> = new Set(Object.values(Opcode));

/** The rules of a frame's first byte: FIN, reserved bits, opcode. `allowed` are the reserved bits that extensions define. */
export function firstByteRules(allowed: number): ByteRules {
  return Array.from({ length: 256 }, (_, byte) => {
    const opcode = byte & 0x0f;
    const isControl = (opcode & CONTROL_BIT) !== 0;
    // RFC 7692 §6: "An endpoint MUST NOT set the "Per-Message Compressed" bit of control frames and non-first fragments"
    const defined = isControl || opcode === Opcode.continuation ? 0 : allowed;
    // §5.2: "If a nonzero value is received and none of the negotiated extensions defines the meaning of such a nonzero
    // value, the receiving endpoint MUST _Fail the WebSocket Connection_."
    if (byte & (RSV1 | RSV2 | RSV3) & ~defined) return 'WS_RESERVED_BIT';
    // §5.2: "If an unknown opcode is received, the receiving endpoint MUST _Fail the WebSocket Connection_."
    if (!KNOWN_OPCODES.has(opcode)) return 'WS_RESERVED_OPCODE';
    // §5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented."
    if (isControl && !(byte & FINAL)) return 'WS_CONTROL_FRAGMENTED';
    return undefined;
  });
}

/** The set bit of the second byte that says that a masking key follows. */
export const MASKED = 0x80;

/** The rules of a frame's second byte as `receiver` reads it; `control` is for frames whose opcode is a control one. */
export const SECOND_BYTE_RULES: Readonly<Record<Role, { readonly data: ByteRules; readonly control: ByteRules }>> = {
  server: { data: secondByteRules('server', false), control: secondByteRules('server', true) },
  client: { data: secondByteRules('client', false), control: secondByteRules('client', true) },
};

function secondByteRules(receiver: Role, isControl: boolean): ByteRules {
  return Array.from({ length: 256 }, (_, byte) => {
    const isMasked = (byte & MASKED) !== 0;
    // §5.1: "The server MUST close the connection upon receiving a frame that is not masked."
    if (receiver === 'server' && !isMasked) return 'WS_MASK_MISSING';
    // §5.1: "A client MUST close a connection if it detects a masked frame."
    if (receiver === 'client' && isMasked) return 'WS_MASK_UNEXPECTED';
    if (isControl && (byte & 0x7f) > MAX_CONTROL_PAYLOAD) return 'WS_CONTROL_TOO_LONG';
    return undefined;
  });
}
