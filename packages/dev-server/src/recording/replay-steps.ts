// A recording as what its client did, step by step: it may be much longer than what fits into memory.
import { createReadStream } from 'node:fs';
import { UsageError } from '@ws4ts/core';
import { fromPayload, isPayload, payloadBytes } from '../frames/payload.js';
import type { RecordedLine } from './recorded-line.js';

/** One thing that the client did. */
export interface ReplayStep {
  /** Since the connection was opened, in milliseconds. */
  readonly time: number;
  readonly kind: 'message' | 'ping' | 'close';
  readonly data: string | Buffer;
  readonly code?: number;
}

type FrameLine = Extract<RecordedLine, { kind: 'frame' }>;

/**
 * Reads what the client of one recorded connection did, as it is asked for. Throws a UsageError for what is no recording, and for a
 * message of which not all was recorded.
 *
 * @param wanted which connection; by default the first
 */
export async function* readSteps(file: string, wanted: string | undefined): AsyncGenerator<ReplayStep> {
  let session = wanted;
  let client: 'sent' | 'received' | undefined;
  const parts = new MessageParts();
  let number = 0;
  for await (const text of linesOf(file)) {
    number++;
    if (text.trim() === '') continue;
    const line = parse(text, `${file}:${number}`);
    if (line.kind === 'opened') session ??= line.session;
    if (line.session !== session) continue;
    if (line.kind === 'opened') client = line.near === 'client' ? 'sent' : 'received';
    if (line.kind !== 'frame' || line.direction !== client) continue;
    const step = parts.step(line, `${file}:${number}`);
    if (step !== undefined) yield step;
  }
  if (client === undefined)
    throw new UsageError('WS_USAGE_DATA', wanted ?? file, 'there is no such connection in the recording');
}

/** The lines of a file, no more of it at a time than one and what is read with it. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let parts: string[] = [];
  for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
    const [first, ...more] = chunk.split('\n');
    parts.push(first!);
    for (const next of more) {
      yield parts.join('');
      parts = [next];
    }
  }
  yield parts.join('');
}

function parse(text: string, where: string): RecordedLine {
  try {
    const line = JSON.parse(text) as RecordedLine;
    const isKnown = line.kind === 'frame' ? isPayload(line.payload) : line.kind === 'opened' || line.kind === 'closed';
    if (isKnown) return line;
  } catch {
    // Said below.
  }
  throw new UsageError(
    'WS_USAGE_DATA',
    where,
    'this line is not of a recording: each is an object of JSON with a kind, and a frame has a payload',
  );
}

/** Puts the frames of messages together. */
class MessageParts {
  private parts: Buffer[] = [];
  private isText = false;

  step(frame: FrameLine, where: string): ReplayStep | undefined {
    const { time, opcode, payload, closeCode, closeReason = '' } = frame;
    if (frame.truncated) throw new UsageError('WS_USAGE_DATA', where, 'this message was too long to be recorded whole');
    if (opcode === 'ping') return { time, kind: 'ping', data: fromPayload(payload) };
    if (opcode === 'close')
      return { time, kind: 'close', data: closeReason, ...(closeCode !== undefined && { code: closeCode }) };
    if (opcode === 'text' || opcode === 'binary') {
      this.parts = [];
      this.isText = opcode === 'text';
    } else if (opcode !== 'continuation') return undefined;
    this.parts.push(payloadBytes(payload));
    if (!frame.final) return undefined;
    const whole = Buffer.concat(this.parts.splice(0));
    return { time, kind: 'message', data: this.isText ? whole.toString('utf8') : whole };
  }
}
