import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { verify, type ClientInfo, type VerifyDone } from '../../src/gateways/verify-client.js';

const request = { headers: { origin: 'https://example.org' }, socket: {} } as IncomingMessage;

describe('verify', () => {
  it('lets in whom the function accepts, and refuses others with 401', async () => {
    await expect(verify(() => true, request)).resolves.toBeUndefined();
    await expect(verify(() => false, request)).rejects.toMatchObject({ status: 401 });
  });

  it('tells the function who asks', async () => {
    const told: unknown[] = [];
    const accept = (info: ClientInfo): boolean => told.push(info) > 0;
    await verify(accept, request);
    const secure = { headers: request.headers, socket: { encrypted: true } } as unknown as IncomingMessage;
    await verify(accept, secure);
    expect(told).toEqual([
      { origin: 'https://example.org', secure: false, req: request },
      { origin: 'https://example.org', secure: true, req: secure },
    ]);
  });

  it('waits for the answer of a function of two parameters', async () => {
    const later =
      (...answer: Parameters<VerifyDone>) =>
      (_info: ClientInfo, done: VerifyDone) =>
        void setImmediate(() => done(...answer));
    await expect(verify(later(true), request)).resolves.toBeUndefined();
    await expect(verify(later(false), request)).rejects.toMatchObject({ status: 401 });
    await expect(
      verify(later(false, 429, 'later', { 'x-retry': 5, 'x-no': undefined }), request),
    ).rejects.toMatchObject({
      status: 429,
      reason: 'later',
      headers: { 'x-retry': '5' },
    });
  });

  it('rejects with what the function throws', async () => {
    const failure = new Error('the database is down');
    const fail = (): never => {
      throw failure;
    };
    await expect(verify(fail, request)).rejects.toBe(failure);
  });
});
