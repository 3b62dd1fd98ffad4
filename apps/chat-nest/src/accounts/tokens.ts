// Tokens that say who one is: a user and an end, signed, so that the server need not remember them.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { User } from './user.js';

/** What a token says. */
export interface Ticket {
  readonly user: User;
  /** When it ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

const LIFETIME = 12 * 60 * 60 * 1000;

/** Issues tokens, and knows its own. */
export class Tokens {
  /** @param key what they are signed with */
  constructor(private readonly key: string) {}

  /** A token for a user; it lasts 12 hours. */
  issue(user: User): string {
    const ticket: Ticket = { user, expiresAt: Date.now() + LIFETIME };
    const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
    return `${body}.${this.signatureOf(body).toString('base64url')}`;
  }

  /** What a token says; undefined for one that is not ours, or has ended. */
  read(token: string): Ticket | undefined {
    const [body = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const right = this.signatureOf(body);
    // Compared in the same time whatever is wrong with it, so that nobody finds the signature byte by byte.
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    const ticket = JSON.parse(Buffer.from(body, 'base64url').toString()) as Ticket;
    return ticket.expiresAt > Date.now() ? ticket : undefined;
  }

  private signatureOf(body: string): Buffer {
    return createHmac('sha256', this.key).update(body).digest();
  }
}
