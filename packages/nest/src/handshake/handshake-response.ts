// What guards, interceptors and filters are given as the response of a handshake. It keeps what is written: that becomes the
// refusal, or headers of the 101. It speaks as Express' response does and as Fastify's reply does.
import { STATUS_CODES } from 'node:http';
import { HandshakeError } from '@ws4ts/core';

/** What a header may be set to. */
export type HeaderValue = string | number | readonly string[];

/** The response of one handshake. */
export class HandshakeResponse {
  statusCode = 200;
  /** Whether the client has been answered, and so refused. */
  headersSent = false;
  /** As in Express: values for this response alone. */
  readonly locals: Record<string, unknown> = {};
  private readonly fields = new Map<string, string | readonly string[]>();
  private body: string | Uint8Array = '';

  /** @param req the request that is answered */
  constructor(readonly req: object) {}

  /** As Fastify calls `headersSent`. */
  get sent(): boolean {
    return this.headersSent;
  }

  get writableEnded(): boolean {
    return this.headersSent;
  }

  /** As in Fastify: the response of node:http, which this stands for as well. */
  get raw(): this {
    return this;
  }

  status(code: number): this {
    this.statusCode = code;
    return this;
  }

  code(code: number): this {
    return this.status(code);
  }

  setHeader(name: string, value: HeaderValue): this {
    this.fields.set(name.toLowerCase(), typeof value === 'number' ? String(value) : value);
    return this;
  }

  header(name: string | Readonly<Record<string, HeaderValue>>, value: HeaderValue = ''): this {
    if (typeof name === 'string') return this.setHeader(name, value);
    for (const [one, its] of Object.entries(name)) this.setHeader(one, its);
    return this;
  }

  set(name: string | Readonly<Record<string, HeaderValue>>, value?: HeaderValue): this {
    return this.header(name, value);
  }

  headers(fields: Readonly<Record<string, HeaderValue>>): this {
    return this.header(fields);
  }

  /** Adds a value beside those that the header has. */
  append(name: string, value: string | readonly string[]): this {
    return this.setHeader(name, [...[this.getHeader(name) ?? []].flat(), ...[value].flat()]);
  }

  getHeader(name: string): string | readonly string[] | undefined {
    return this.fields.get(name.toLowerCase());
  }

  get(name: string): string | readonly string[] | undefined {
    return this.getHeader(name);
  }

  hasHeader(name: string): boolean {
    return this.fields.has(name.toLowerCase());
  }

  removeHeader(name: string): this {
    this.fields.delete(name.toLowerCase());
    return this;
  }

  type(contentType: string): this {
    return this.setHeader('content-type', contentType);
  }

  json(body: unknown): this {
    if (!this.hasHeader('content-type')) this.type('application/json; charset=utf-8');
    return this.end(JSON.stringify(body) ?? '');
  }

  send(body?: unknown): this {
    if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return this.end(body);
    return this.json(body);
  }

  end(body: string | Uint8Array = ''): this {
    if (this.headersSent) return this;
    this.body = body;
    this.headersSent = true;
    return this;
  }

  writeHead(code: number, fields: Readonly<Record<string, HeaderValue>> = {}): this {
    return this.status(code).header(fields);
  }

  /** The headers that were set. */
  get entries(): [name: string, value: string | readonly string[]][] {
    return [...this.fields];
  }

  /** The refusal that was written. */
  toRefusal(): HandshakeError {
    const reason = STATUS_CODES[this.statusCode] ?? 'refused';
    return new HandshakeError(this.statusCode, reason, { headers: Object.fromEntries(this.fields), body: this.body });
  }
}
