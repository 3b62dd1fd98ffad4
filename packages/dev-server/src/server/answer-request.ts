// Answers plain requests: the page, its files and the recording, to who has the token and is no page of another site.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HandshakeError, pathOf, type Logger } from '@ws4ts/core';
import { answerPlain } from '@ws4ts/http';
import type { Recording } from '../recording/recording.js';
import { FILES_PATH, RECORDING_PATH } from '../relay/relay-messages.js';
import type { DevDoor } from './dev-door.js';
import type { Guard } from './guard.js';
import { LOCKED_PAGE, servePageFile } from './page-files.js';

/** What there is to answer with. */
export interface Answering {
  readonly guard: Guard;
  readonly recording: Recording;
  readonly door: DevDoor;
  readonly logger: Logger;
}

/** Answers one request. */
export function answerRequest(request: IncomingMessage, response: ServerResponse, answering: Answering): void {
  answer(request, response, answering).catch((error: unknown) => {
    refuse(request, response, answering.logger, error);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  const { guard, recording, door } = answering;
  const url = request.url ?? '/';
  const path = pathOf(url);
  if (!guard.isOwnHost(request)) {
    throw new HandshakeError(403, `this server does not go by the name ${request.headers.host}`);
  }
  if (path !== '/' && !path.startsWith(FILES_PATH)) {
    if (!door.hasRoute(url)) throw HandshakeError.for('WS_NOT_FOUND', path);
    answerPlain(request, response);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new HandshakeError(405, 'the page is there to be got', { headers: { allow: 'GET, HEAD' } });
  }
  // A link to the page with its token may stand anywhere: who knows the token may follow it.
  const mayRead = guard.isOwnPage(request) || (path === '/' && request.headers.origin === undefined);
  const hasToken = guard.hasToken(request);
  if (!mayRead || !(hasToken || (path !== RECORDING_PATH && guard.hasCookie(request)))) throw locked(request);
  if (path === RECORDING_PATH) {
    response.writeHead(200, {
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="recording.ndjson"',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    response.end(recording.text());
    return;
  }
  const cookie = hasToken ? guard.cookie : undefined;
  if (!(await servePageFile(path, response, cookie))) throw HandshakeError.for('WS_NOT_FOUND', path);
}

/** What who has no token is told: people by a page. */
function locked({ headers }: IncomingMessage): HandshakeError {
  const isRead = headers.accept?.includes('text/html') === true;
  return new HandshakeError(403, 'open the page by the URL that the server has printed: it carries the token', {
    ...(isRead && { headers: { 'content-type': 'text/html; charset=utf-8' }, body: LOCKED_PAGE }),
  });
}

function refuse(request: IncomingMessage, response: ServerResponse, logger: Logger, error: unknown): void {
  const asked = `${request.method} ${pathOf(request.url ?? '/')}`;
  const isAnswer = error instanceof HandshakeError;
  if (isAnswer) logger.warn(`answered ${asked} with ${error.status}: ${error.message}`);
  else logger.error(`could not answer ${asked}`, error);
  const refusal = isAnswer ? error : new HandshakeError(500, 'Internal Server Error');
  if (response.headersSent) response.destroy();
  else answerPlain(request, response, refusal);
}
