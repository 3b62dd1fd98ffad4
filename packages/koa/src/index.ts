// The public names, and nothing else.
export { attach } from './attach.js';
export type { AttachOptions } from '@ws4ts/http';
export type { KoaAttachment } from './koa-attachment.js';
export { KoaWebSocket, type KoaRequest } from './koa-web-socket.js';
export type { UpgradeContext } from './upgrade-context.js';
export { webSocket, type WebSocketMiddleware } from './web-socket-middleware.js';
