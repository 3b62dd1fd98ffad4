// Who may ask. A page of another site reaches a server on this machine as easily as its own user does, and by a name of its own
// (DNS rebinding) it is even of the same origin: so the host must be this one, and what is more than a socket wants the token.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { UsageError } from '@ws4ts/core';

/** What is looked at of a request. */
export type Asked = Pick<IncomingMessage, 'headers' | 'url'>;

/** The shortest token, in characters: it is all that keeps strangers out. */
const SHORTEST_TOKEN = 8;

/** Decides who may ask. */
export class Guard {
  /** The name of the cookie: cookies do not know ports, so two servers on one host need two names. */
  private cookieName = 'ws4ts-dev';

  /** Throws a UsageError for a token that is easily guessed. */
  constructor(
    private readonly host: string,
    readonly token: string,
  ) {
    if (token.length >= SHORTEST_TOKEN) return;
    throw new UsageError('WS_USAGE_OPTION', token, `a token has at least ${SHORTEST_TOKEN} characters`);
  }

  /** Once the port is known. */
  listensOn(port: number): void {
    this.cookieName = `ws4ts-dev-${port}`;
  }

  /** Whether the Host is one that this server goes by; a malformed one is left to the handshake's own rules. */
  isOwnHost({ headers }: Asked): boolean {
    const { host = '' } = headers;
    if (!/^[^\s/?#@]+$/.test(host) || !URL.canParse(`http://${host}`)) return true;
    const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
    // Nobody can make a name of an address, so a page that is named by one was served by this machine's owner.
    return isIP(name) > 0 || name === 'localhost' || name.endsWith('.localhost') || name === this.host.toLowerCase();
  }

  /** Whether the request is one of this server's own page, or of no page. */
  isOwnPage({ headers }: Asked): boolean {
    const { origin, host } = headers;
    if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) return false;
    const site = headers['sec-fetch-site'];
    return site === undefined || site === 'none' || site === 'same-origin';
  }

  /** Whether the token is in the query. */
  hasToken({ url = '/' }: Asked): boolean {
    const mark = url.indexOf('?');
    return mark >= 0 && isSame(new URLSearchParams(url.slice(mark)).get('token'), this.token);
  }

  /** Whether the cookie is there: it counts for the server's own page alone, and is good for the page's files and nothing else. */
  hasCookie(request: Asked): boolean {
    const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
    const value = cookies.find(([name]) => name === this.cookieName)?.[1];
    return isSame(value, this.cookieValue) && this.isOwnPage(request);
  }

  /** The header that lets the page get its files without the query. */
  get cookie(): string {
    return `${this.cookieName}=${this.cookieValue}; Path=/; HttpOnly; SameSite=Strict`;
  }

  // Not the token itself: a browser shows the cookie to every server of this host, whatever its port.
  private get cookieValue(): string {
    return createHmac('sha256', this.token).update(this.cookieName).digest('base64url');
  }
}

function isSame(given: string | null | undefined, wanted: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(wanted)];
  return one.length > 0 && one.length === other.length && timingSafeEqual(one, other);
}
