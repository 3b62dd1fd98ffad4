export { contract } from './contract.js';
export { certificate, privateKey } from './certificate.js';
export { CollectedLog } from './collected-log.js';
export { Echo, fixtures, gates, journal } from './fixtures.js';
export { RawClient } from './wire/raw-client.js';
export type { Answer } from './wire/answer.js';
export { clientFrame } from './wire/frames.js';
export { Stage, type Door, type Start } from './stage.js';
