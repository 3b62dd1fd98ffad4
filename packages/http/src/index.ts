// The public names, and nothing else.
export { attach, attachDoor, type AttachOptions } from './attach.js';
export type { Attachment } from './attachment.js';

// What other doors on a server are built with.
export {
  upgradesOf,
  type HttpServer,
  type HttpUpgrade,
  type ServerUpgrades,
  type UpgradeTaker,
} from './server-upgrades.js';
export { UpgradeDoor } from './upgrade-door.js';
export { answerPlain, refusalOfPlain } from './plain-request.js';
