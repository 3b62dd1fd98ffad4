// A recording is NDJSON: one object a line, in the order of time.
import type { FrameNote } from '../frames/frame-note.js';

/** One line of a recording. `session` names the connection that it is about. */
export type RecordedLine =
  | {
      readonly kind: 'opened';
      readonly session: string;
      /** What was connected to: a URL, or the path on this server. */
      readonly url: string;
      /** Which side the frames were recorded at: what that one sends is `sent`. */
      readonly near: 'client' | 'server';
      /** Milliseconds since 1970; the times of frames, and of the end, count from here. */
      readonly at: number;
      readonly subprotocol?: string;
    }
  | ({ readonly kind: 'frame'; readonly session: string } & FrameNote)
  | {
      readonly kind: 'closed';
      readonly session: string;
      /** Milliseconds since `at` of its beginning. */
      readonly time: number;
    };
