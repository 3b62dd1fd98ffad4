// Who may ask. A page of another site reaches a server on this machine as easily as its own user does, and by a name of its own
// (DNS rebinding) it is even of the same origin: so the host must be this one, and what is more than a socket wants the token.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** What is looked at of a request. */
export type Asked = Pick<IncomingMessage, 'headers' | 'url'>;

/** Decides who may ask. */
export class Guard {
  /** The name of the cookie: cookies do not know ports, so two servers on one host need two names. */
  private cookieName = 'ws4ts-dev';

  constructor(
    private readonly host: string,
    readonly token: string,
  ) {}

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
  hasTokenInQuery({ url = '/' }: Asked): boolean {
    const mark = url.indexOf('?');
    return mark >= 0 && this.isToken(new URLSearchParams(url.slice(mark)).get('token'));
  }

  /** Whether the token is in the query or in the cookie; a cookie counts for the server's own page alone. */
  hasToken(request: Asked): boolean {
    if (this.hasTokenInQuery(request)) return true;
    const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
    const value = cookies.find(([name]) => name === this.cookieName)?.[1];
    return this.isToken(value) && this.isOwnPage(request);
  }

  /** The header that lets the page come back without the query. */
  get cookie(): string {
    return `${this.cookieName}=${this.token}; Path=/; HttpOnly; SameSite=Strict`;
  }

  private isToken(given: string | null | undefined): boolean {
    const [one, other] = [Buffer.from(given ?? ''), Buffer.from(this.token)];
    return one.length === other.length && timingSafeEqual(one, other);
  }
}
