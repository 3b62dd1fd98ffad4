// The one guard, for pages' requests and for sockets alike: who has no token goes no further.
import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { HandshakeRequest } from '@ws4ts/nest';
import { Tokens, type Ticket } from './tokens.js';

/** A request that the guard has let in. */
export type SignedInRequest = HandshakeRequest & { ticket: Ticket };

/** Lets in who has a token, and puts what it says on the request. Answers others with 401. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly tokens: Tokens) {}

  canActivate(context: ExecutionContext): boolean {
    // A message comes from somebody who has been let in; when their token ends, so does the connection.
    if (context.getType<string>() === 'ws') return true;
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const ticket = this.tokens.read(tokenOf(request));
    if (ticket === undefined) throw new UnauthorizedException('sign in first');
    request.ticket = ticket;
    return true;
  }
}

/** A page cannot give its socket headers, so a token may stand in the query too. */
function tokenOf({ headers, query }: SignedInRequest): string {
  const [, bearer] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return bearer ?? (typeof query.token === 'string' ? query.token : '');
}
