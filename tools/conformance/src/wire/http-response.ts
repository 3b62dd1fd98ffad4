// Reads the server's answer to an upgrade request, by the strict grammar of RFC 9112.
import { check, Failure } from '../failure.js';
import type { Inbox } from './inbox.js';

export class HttpResponse {
  constructor(
    readonly statusLine: string,
    readonly status: number,
    readonly headers: readonly (readonly [name: string, value: string])[],
  ) {}

  /** All values of a header, in order; names match in any case. */
  all(name: string): string[] {
    return this.headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  }

  /** The elements of a comma-separated header, over all its lines. */
  tokens(name: string): string[] {
    return this.all(name).flatMap((value) => value.split(',').map((token) => token.trim()));
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }
}

/** Waits for a response head; a connection that ends without one is a `Failure`. */
export async function readResponseHead(inbox: Inbox): Promise<HttpResponse> {
  const head = (await inbox.takeThrough('\r\n\r\n', 'an HTTP response')).toString('latin1').slice(0, -4);
  const [statusLine = '', ...lines] = head.split('\r\n');
  const match = /^HTTP\/1\.1 ([1-5]\d\d)( [^\r\n]*)?$/.exec(statusLine);
  check(match !== null, `bad status line ${JSON.stringify(statusLine)} (RFC 9112 §4)`);
  const headers = lines.map((line) => {
    const parts = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(line);
    check(parts !== null, `bad header line ${JSON.stringify(line)} (RFC 9112 §5)`);
    return [parts[1] ?? '', parts[2] ?? ''] as const;
  });
  return new HttpResponse(statusLine, Number(match[1]), headers);
}

/** Reads a response's body to its end, as its headers announce it (RFC 9112 §6). */
export async function readResponseBody(inbox: Inbox, response: HttpResponse): Promise<Buffer> {
  const lengths = response.all('Content-Length');
  if (response.tokens('Transfer-Encoding').includes('chunked')) return readChunks(inbox);
  if (lengths.length > 0) {
    const [length = ''] = lengths;
    check(
      lengths.length === 1 && /^\d+$/.test(length),
      `bad Content-Length ${JSON.stringify(lengths)} (RFC 9112 §6.2)`,
    );
    return inbox.take(Number(length), `a body of ${length} bytes`);
  }
  while (!inbox.ending) await inbox.changed('the end of a body without Content-Length');
  if (inbox.ending === 'reset') throw new Failure('a response without Content-Length was cut by a reset');
  return inbox.takeAll();
}

async function readChunks(inbox: Inbox): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (;;) {
    const size = Number.parseInt((await inbox.takeThrough('\r\n', 'a chunk')).toString('latin1'), 16);
    check(Number.isInteger(size), 'bad chunk size (RFC 9112 §7.1)');
    const chunk = await inbox.take(size + 2, `a chunk of ${size} bytes`);
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, size));
  }
}
