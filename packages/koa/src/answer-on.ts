// Puts a refusal on a Koa context: as any answer of the app it can be logged, changed, and have cookies added to it.
import type { ExtendableContext } from 'koa';
import type { HandshakeError } from '@ws4ts/core';

/** Makes a refusal the answer to a request; Koa sends it when the stack has ended. */
export function answerOn(context: ExtendableContext, { status, headers, body }: HandshakeError): void {
  context.status = status;
  context.set('content-type', 'text/plain; charset=utf-8');
  for (const [name, value] of Object.entries(headers)) {
    const values = typeof value === 'string' ? value : [...value];
    // What middleware has set before stays: its cookies, and what else a name may stand twice for.
    if (name.toLowerCase() === 'set-cookie') context.append(name, values);
    else context.set(name, values);
  }
  // RFC 9110 §7.6.1: a sender of Upgrade "MUST also send an 'Upgrade' connection option"
  context.set('connection', 'upgrade' in headers ? 'Upgrade, close' : 'close');
  context.body = typeof body === 'string' ? body : Buffer.from(body);
}
