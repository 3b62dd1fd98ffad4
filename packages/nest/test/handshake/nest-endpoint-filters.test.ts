// Filters before the 101.
import {
  Catch,
  ForbiddenException,
  UseFilters,
  UseGuards,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { HandshakeError, WebSocket, WebSocketRoute } from '@ws4ts/core';
import type { HandshakeResponse } from '../../src/index.js';
import { createTestSocket } from '../../src/testing.js';
import type { PlatformName } from '../support/applications.js';
import { Applications } from '../support/started.js';

const apps = new Applications();
afterEach(() => apps.closeAll());

describe.each<PlatformName>(['express', 'fastify'])('filters on %s', (platform) => {
  @Catch(ForbiddenException)
  class Polite implements ExceptionFilter {
    catch(exception: ForbiddenException, host: ArgumentsHost): void {
      const response = host.switchToHttp().getResponse<HandshakeResponse>();
      response.status(exception.getStatus()).header('x-polite', 'yes').send({ sorry: exception.message });
    }
  }

  @WebSocketRoute('/polite')
  @UseFilters(Polite)
  @UseGuards({ canActivate: () => false })
  class PoliteSocket extends WebSocket {}

  test('write the refusal', async () => {
    const { app } = await apps.start({ platform, providers: [PoliteSocket] });
    await expect(createTestSocket(app, '/polite')).rejects.toMatchObject({
      status: 403,
      headers: { 'x-polite': 'yes' },
      reason: '{"sorry":"Forbidden resource"}',
    });
  });

  test("a global one answers through Nest's adapter", async () => {
    @Catch()
    class Everything implements ExceptionFilter {
      constructor(private readonly host: HttpAdapterHost) {}

      catch(exception: Error, host: ArgumentsHost): void {
        this.host.httpAdapter.reply(host.switchToHttp().getResponse(), { caught: exception.message }, 418);
      }
    }
    @WebSocketRoute('/broken')
    class Broken extends WebSocket {
      protected override requested(): void {
        throw new Error('swordfish');
      }
    }
    @WebSocketRoute('/own')
    class Own extends WebSocket {
      protected override requested(): void {
        throw new HandshakeError(402, 'pay first');
      }
    }
    const filter = { provide: APP_FILTER, useClass: Everything };
    const { app } = await apps.start({ platform, providers: [Broken, Own, filter] });
    await expect(createTestSocket(app, '/broken')).rejects.toMatchObject({
      status: 418,
      reason: '{"caught":"swordfish"}',
    });
    await expect(createTestSocket(app, '/own')).rejects.toMatchObject({ status: 402, reason: 'pay first' });
  });
});
