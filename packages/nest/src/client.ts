// A client for messages with a shape. It imports nothing of Nest.
export { EnvelopeClient, type EventMap, type RequestOptions } from './client/envelope-client.js';
export { RemoteException } from './client/remote-exception.js';
export { jsonCodec, type Envelope, type EnvelopeCodec, type EnvelopeId } from './messages/envelope-codec.js';
