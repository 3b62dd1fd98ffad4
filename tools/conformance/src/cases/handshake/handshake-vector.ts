// Makes a case of one request and the answer that is due.
import type { ConformanceCase } from '../../conformance-case.js';
import { check } from '../../failure.js';
import type { ServerUnderTest } from '../../server-under-test.js';
import type { Settings } from '../../settings.js';
import type { HttpResponse } from '../../wire/http-response.js';
import { judgeAccepted, judgeRefused } from '../../wire/judge-handshake.js';
import type { RequestChange } from '../../wire/upgrade-request.js';

/**
 * 'accepted': a good 101 and an endpoint that works. 'refused': any error status. Numbers: one of these statuses.
 * 'either': the RFC leaves it open; whichever the server does, it must do it well.
 */
export type Answer = 'accepted' | 'refused' | 'either' | readonly number[];

export interface Vector {
  readonly name: string;
  readonly section?: string;
  readonly says: string;
  readonly change: RequestChange | ((server: ServerUnderTest) => RequestChange);
  readonly answer: Answer;
  /** A server that answers before it has read all may reset TCP, which may cost the client the answer (RFC 9112 §9.6). */
  readonly mayBeReset?: boolean;
  readonly needs?: (settings: Settings) => string | undefined;
  /** Looks closer at an answer that fits. */
  readonly inspect?: (response: HttpResponse, server: ServerUnderTest) => void;
}

/** A case of each vector; refusals must be complete responses, and acceptances must echo. */
export const vectorsOf = (chapter: string, section: string, vectors: readonly Vector[]): readonly ConformanceCase[] =>
  vectors.map((vector) => {
    return {
      id: `handshake.${chapter}.${vector.name}`,
      section: vector.section ?? section,
      says: vector.says,
      ...(vector.needs && { needs: vector.needs }),
      run: (server: ServerUnderTest) => judge(server, vector),
    };
  });

async function judge(server: ServerUnderTest, { change, answer, mayBeReset, inspect }: Vector): Promise<void> {
  const peer = await server.connect();
  const request = server.request(typeof change === 'function' ? change(server) : change);
  peer.send(request.bytes);
  const bodiless = request.bytes.toString('latin1', 0, 5) === 'HEAD ';
  const read = await peer.readResponse(bodiless).catch((failure: unknown) => {
    if (!mayBeReset || peer.inbox.ending !== 'reset') throw failure;
  });
  if (read === undefined) return;
  const { response } = read;
  if (answer === 'accepted' || (answer === 'either' && response.status === 101)) {
    judgeAccepted(response, request);
    inspect?.(response, server);
    // With an extension a server may send what only that extension's cases can read: a pong tells that it lives.
    if (response.has('Sec-WebSocket-Extensions')) await peer.sync();
    else await peer.expectAlive();
    await peer.closeCleanly();
    return;
  }
  judgeRefused(response, typeof answer === 'string' ? undefined : answer);
  inspect?.(response, server);
  check(peer.inbox.length === 0, `${peer.inbox.length} bytes after the end of the response (RFC 9112 §6)`);
  const closes = response.tokens('Connection').some((token) => token.toLowerCase() === 'close');
  if (closes) await peer.expectEnd('the end of TCP after Connection: close (RFC 9112 §9.6)');
}
