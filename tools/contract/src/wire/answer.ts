// Reads HTTP responses.

/** A response as it came. */
export interface Answer {
  readonly status: number;
  /** The values of each header, by lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
}

/** Reads a whole response; throws when the body is not as long as its head says. */
export function parseAnswer(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1];
  if (end < 0 || status === undefined) throw new Error(`this is no whole response: ${bytes.toString('latin1')}`);
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^:\s]+):[ \t]*(.*)$/.exec(line) ?? [];
    headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value]);
  }
  const body = bytes.subarray(end + 4);
  const length = headers.get('content-length')?.[0] ?? String(body.length);
  if (Number(length) !== body.length) throw new Error(`the body has ${body.length} bytes and not ${length}`);
  return { status: Number(status), headers, body: body.toString('utf8') };
}
