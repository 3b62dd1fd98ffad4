// The public names, grouped, and nothing else.
export { startDevServer, type DevServer } from './server/dev-server.js';
export type { DevServerOptions } from './server/dev-server-options.js';
export { LoadingError } from './loading/loading-error.js';

// What the page and the server say to each other, and what is recorded.
export type {
  ConnectionCommand,
  ConnectionNote,
  MeasureCommand,
  RecordingCommand,
  RelayCommand,
  RelayEvent,
  RouteNote,
  SessionCommand,
  StateEvent,
  Traffic,
} from './relay/relay-messages.js';
export type { HandshakeReport, Refusal } from './relay/handshake-report.js';
export type { FrameNote, OpcodeName, Payload } from './frames/frame-note.js';
export type { ChaosSettings } from './chaos/chaos-settings.js';
export type { RecordedLine } from './recording/recorded-line.js';
