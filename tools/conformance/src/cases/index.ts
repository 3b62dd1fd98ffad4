// All cases, in the order of a report. Ids are unique; a test sees to it.
import type { ConformanceCase } from '../conformance-case.js';
import { closeCodes } from './closing/close-codes.js';
import { closing } from './closing/closing.js';
import { vanishing } from './closing/vanishing.js';
import { brokenFrames } from './frames/broken-frames.js';
import { control } from './frames/control.js';
import { cutting } from './frames/cutting.js';
import { frames } from './frames/frames.js';
import { headerAlone } from './frames/header-alone.js';
import { handshakeAccepted } from './handshake/handshake-accepted.js';
import { handshakeHttp } from './handshake/handshake-http.js';
import { handshakeKeyVersion } from './handshake/handshake-key-version.js';
import { handshakeNegotiation } from './handshake/handshake-negotiation.js';
import { handshakeRefused } from './handshake/handshake-refused.js';
import { connections } from './load/connections.js';
import { load } from './load/load.js';
import { memory } from './load/memory.js';
import { bigMessages } from './messages/big-messages.js';
import { brokenFragments } from './messages/broken-fragments.js';
import { fragments } from './messages/fragments.js';
import { utf8FailFast } from './messages/utf8-fail-fast.js';
import { utf8 } from './messages/utf8.js';

export const cases: readonly ConformanceCase[] = [
  ...handshakeAccepted,
  ...handshakeKeyVersion,
  ...handshakeRefused,
  ...handshakeHttp,
  ...handshakeNegotiation,
  ...frames,
  ...brokenFrames,
  ...headerAlone,
  ...control,
  ...fragments,
  ...brokenFragments,
  ...utf8,
  ...utf8FailFast,
  ...closing,
  ...closeCodes,
  ...cutting,
  ...vanishing,
  ...bigMessages,
  ...load,
  ...connections,
  ...memory,
];
