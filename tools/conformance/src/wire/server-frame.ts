// Reads one frame of the server and judges its form; what the frame means in its place is the caller's.
import { check } from '../failure.js';
import type { Inbox } from './inbox.js';
import { opcodes } from './client-frame.js';

export interface ServerFrame {
  readonly opcode: number;
  readonly final: boolean;
  readonly payload: Buffer;
}

const names = new Map<number, string>(Object.entries(opcodes).map(([name, opcode]) => [opcode, name]));

/** Waits for one frame; throws a `Failure` if it breaks §5.1, §5.2 or §5.5. */
export async function readServerFrame(inbox: Inbox, due: string): Promise<ServerFrame> {
  const [first = 0, second = 0] = await inbox.take(2, due);
  const final = (first & 0x80) !== 0;
  const opcode = first & 0x0f;
  check((first & 0x70) === 0, `the server set a reserved bit: ${first.toString(16)} (§5.2)`);
  check(names.has(opcode), `the server sent the reserved opcode ${opcode} (§5.2)`);
  check((second & 0x80) === 0, 'the server masked a frame: "A server MUST NOT mask any frames" (§5.1)');
  const length = await readLength(inbox, second & 0x7f);
  if (opcode >= 8) {
    check(final, `the server fragmented a ${names.get(opcode)} frame (§5.5)`);
    check(length <= 125, `the server sent a ${names.get(opcode)} frame of ${length} bytes (§5.5)`);
  }
  return { opcode, final, payload: await inbox.take(length, `${length} bytes of payload`) };
}

async function readLength(inbox: Inbox, short: number): Promise<number> {
  if (short < 126) return short;
  const field = await inbox.take(short === 126 ? 2 : 8, 'the extended payload length');
  const length = short === 126 ? field.readUInt16BE() : Number(field.readBigUInt64BE());
  check(
    length >= (short === 126 ? 126 : 65536),
    `the server wrote ${length} in ${field.length * 8} bits (§5.2: "minimal")`,
  );
  return length;
}

/** A short name for a frame, for the reader of a verdict. */
export function describeFrame(frame: ServerFrame): string {
  const name = `${names.get(frame.opcode)}${frame.final ? '' : ' (not final)'}`;
  if (frame.opcode === opcodes.close && frame.payload.length >= 2) return `${name} ${frame.payload.readUInt16BE()}`;
  return `${name} of ${frame.payload.length} bytes ${frame.payload.subarray(0, 16).toString('hex')}`;
}
