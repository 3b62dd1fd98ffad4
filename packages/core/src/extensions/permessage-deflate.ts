// permessage-deflate (RFC 7692 §7) at work on one connection.
import { ProtocolError } from '../vocabulary/errors.js';
import type { Role } from '../vocabulary/role.js';
import type { DeflateDirections } from './deflate-parameters.js';
import { Deflater } from './deflate/deflater.js';
import { InflateError } from './inflate/inflate-error.js';
import { Inflater } from './inflate/inflater.js';
import type { MessageCodec } from './extension.js';

/** How this side compresses, beyond what both sides have agreed on. */
export interface DeflateEffort {
  readonly threshold: number;
  readonly level: number;
  /** 1 to 9: at most 2^(memoryLevel + 7) bytes of earlier messages are kept. */
  readonly memoryLevel: number;
}

/** Compresses what one side sends and inflates what it receives. */
export class PermessageDeflate implements MessageCodec {
  readonly threshold: number;
  readonly sharedKey: string | undefined;
  private readonly deflater: Deflater;
  private readonly inflater: Inflater;

  constructor(role: Role, agreed: DeflateDirections, { threshold, level, memoryLevel }: DeflateEffort) {
    const own = agreed[role];
    this.threshold = threshold;
    this.sharedKey = own.takeover ? undefined : `deflate ${own.windowBits} ${level}`;
    const historySize = own.takeover ? Math.min(2 ** own.windowBits, 2 ** (memoryLevel + 7)) : 0;
    this.deflater = new Deflater({ windowBits: own.windowBits, level, historySize });
    this.inflater = new Inflater(agreed[role === 'server' ? 'client' : 'server']);
  }

  encode(bytes: Uint8Array, isFinal: boolean): Buffer {
    return this.deflater.deflate(bytes, isFinal);
  }

  decode(payload: Uint8Array, limit: number): Buffer {
    try {
      return this.inflater.inflate(payload, limit);
    } catch (error) {
      if (!(error instanceof InflateError)) throw error;
      if (error.failure === 'too big') throw new ProtocolError('WS_MESSAGE_TOO_BIG', `inflates to over ${limit} bytes`);
      throw new ProtocolError('WS_COMPRESSION_INVALID', `${payload.length} bytes`);
    }
  }

  release(): void {
    // The peer refers to what it has sent, so the inflater has to keep that; what we refer to is ours to choose.
    this.deflater.release();
  }
}
