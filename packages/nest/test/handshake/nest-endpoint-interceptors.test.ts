// Interceptors before the 101.
import { BadRequestException, UseInterceptors, type CallHandler, type NestInterceptor } from '@nestjs/common';
import { WebSocket, WebSocketRoute, type UpgradeRequest } from '@ws4ts/core';
import { EMPTY, tap, type Observable } from 'rxjs';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
let lines: string[];

beforeEach(() => {
  lines = [];
});
afterEach(() => apps.closeAll());

describe('interceptors', () => {
  const noting = (name: string): NestInterceptor => ({
    intercept: (_context, next: CallHandler): Observable<unknown> => {
      lines.push(`before ${name}`);
      return next.handle().pipe(tap({ complete: () => lines.push(`after ${name}`) }));
    },
  });

  @WebSocketRoute('/noted')
  @UseInterceptors(noting('class'))
  class Noted extends WebSocket {
    @UseInterceptors(noting('method'))
    protected override requested(request: UpgradeRequest): void {
      lines.push('requested');
      if (request.query.has('no')) throw new BadRequestException('no');
    }

    protected override opened(): void {
      lines.push('opened');
    }
  }

  test('stand around requested, and before opened', async () => {
    const { app } = await apps.start({ providers: [Noted] });
    (await createTestSocket(app, '/noted')).terminate();
    expect(lines).toEqual(['before class', 'before method', 'requested', 'after method', 'after class', 'opened']);
  });

  test("an exception of requested is answered with Nest's body", async () => {
    const { app } = await apps.start({ providers: [Noted] });
    await expect(createTestSocket(app, '/noted?no')).rejects.toMatchObject({
      status: 400,
      reason: expect.stringContaining('"message":"no"'),
    });
    expect(lines).not.toContain('opened');
  });

  test('one that does not go on lets nobody in', async () => {
    @WebSocketRoute('/shut')
    @UseInterceptors({ intercept: () => EMPTY })
    class Shut extends WebSocket {}
    const { app } = await apps.start({ providers: [Shut] });
    await expect(createTestSocket(app, '/shut')).rejects.toMatchObject({ status: 403 });
  });
});
