// Refuses whoever does not know the word, before the 101.
import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { HandshakeRequest } from '@ws4ts/nest';

/** Lets in who has the token. */
@Injectable()
export class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    // A message comes from a client who has been let in.
    if (context.getType<string>() === 'ws') return true;
    const { headers } = context.switchToHttp().getRequest<HandshakeRequest>();
    if (headers.authorization !== 'Bearer sesame') throw new UnauthorizedException('sign in first');
    return true;
  }
}
