// How much compression a connection is allowed.
import type { DeflateDirections } from '../extensions/deflate-parameters.js';
import type { DeflateEffort } from '../extensions/permessage-deflate.js';
import type { Role } from '../vocabulary/role.js';
import {
  checkOptions,
  resolveOptions,
  wholeNumber,
  yesOrNo,
  type OptionRule,
  type OptionRules,
} from './option-table.js';

/** Options of permessage-deflate (RFC 7692). Sizes are in bytes. */
export interface CompressionOptions {
  /** Messages smaller than this are sent as they are. Default: 256. */
  readonly threshold: number;
  /** 0 (not at all) to 9 (smallest and slowest). Default: 6. */
  readonly level: number;
  /** 1 to 9: how much of the messages sent before is kept to refer to, 2^(memoryLevel + 7) bytes. Default: 6, 8 KiB. */
  readonly memoryLevel: number;
  /** 8 to 15: the window of what this side sends is at most 2^windowBits. Default: 15. */
  readonly windowBits: number;
  /**
   * 8 to 15: the window that the peer is asked to keep to; it costs this side as much memory. Default: 13 for a server, which has
   * many peers; 15 for a client, whose server may not know how to keep to less.
   */
  readonly peerWindowBits: number;
  /** Whether what this side sends may refer to earlier messages: smaller, for `memoryLevel`'s memory. Default: true. */
  readonly takeover: boolean;
  /** Whether what the peer sends may do so. Default: true. */
  readonly peerTakeover: boolean;
}

const LARGEST_WINDOW = 15;
/** 8 KiB: a quarter of the memory for all but the longest repeats. */
const SERVERS_PEER_WINDOW = wholeNumber(13, 8, LARGEST_WINDOW);

const COMPRESSION_OPTIONS: OptionRules<CompressionOptions> = {
  threshold: wholeNumber(256, 0, Number.MAX_SAFE_INTEGER),
  level: wholeNumber(6, 0, 9),
  memoryLevel: wholeNumber(6, 1, 9),
  windowBits: wholeNumber(15, 8, 15),
  peerWindowBits: wholeNumber(LARGEST_WINDOW, 8, LARGEST_WINDOW),
  takeover: yesOrNo(true),
  peerTakeover: yesOrNo(true),
};

/** What the `compression` option may be given as. */
export type Compression = boolean | Partial<CompressionOptions>;

/** What compression is to be, worked out for one side. */
export interface CompressionPlan {
  readonly wished: DeflateDirections;
  readonly effort: DeflateEffort;
}

/** The plan of one side; undefined when compression is off. Throws a UsageError for an option that is no good. */
export function planCompression(compression: Compression, role: Role): CompressionPlan | undefined {
  if (compression === false) return undefined;
  const given = compression === true ? {} : compression;
  const rules =
    role === 'server' ? { ...COMPRESSION_OPTIONS, peerWindowBits: SERVERS_PEER_WINDOW } : COMPRESSION_OPTIONS;
  const options = resolveOptions(rules, given);
  const own = { windowBits: options.windowBits, takeover: options.takeover };
  const peer = { windowBits: options.peerWindowBits, takeover: options.peerTakeover };
  return {
    wished: role === 'server' ? { server: own, client: peer } : { server: peer, client: own },
    effort: options,
  };
}

/** The rule of the `compression` option. */
export const COMPRESSION: OptionRule<Compression> = {
  default: false,
  allows: (value) => {
    if (typeof value === 'boolean') return true;
    if (typeof value !== 'object' || value === null) return false;
    // Throws by itself, with the name of the option that is no good.
    checkOptions(COMPRESSION_OPTIONS, value);
    return true;
  },
  must: 'true, false or an object of compression options',
};
