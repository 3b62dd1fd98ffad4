// Durable providers live longer than a connection: one a tenant, as Nest's strategy says.
import { Inject, Injectable, Scope } from '@nestjs/common';
import { ContextIdFactory, REQUEST, type ContextId, type ContextIdStrategy } from '@nestjs/core';
import { WebSocket, WebSocketRoute } from '@ws4ts/core';
import { createTestSocket } from '../../src/testing.js';
import { Applications } from '../support/started.js';

const apps = new Applications();

class ByTenant implements ContextIdStrategy {
  private readonly tenants = new Map<string, ContextId>();

  attach(contextId: ContextId, request: { headers: Record<string, string> }) {
    const tenant = request.headers['x-tenant']!;
    const ofTenant = this.tenants.get(tenant) ?? ContextIdFactory.create();
    this.tenants.set(tenant, ofTenant);
    return {
      resolve: ({ isTreeDurable }: { isTreeDurable: boolean }) => (isTreeDurable ? ofTenant : contextId),
      payload: { tenant },
    };
  }
}

beforeEach(() => ContextIdFactory.apply(new ByTenant()));
afterEach(async () => {
  await apps.closeAll();
  Reflect.set(ContextIdFactory, 'strategy', undefined);
});

test('one is made a tenant, and every connection has an instance', async () => {
  let made = 0;
  @Injectable({ scope: Scope.REQUEST, durable: true })
  class Tenant {
    readonly number = ++made;
    constructor(@Inject(REQUEST) readonly payload: { tenant: string }) {}
  }
  @WebSocketRoute('/tenants')
  class OfTenant extends WebSocket {
    constructor(private readonly tenant: Tenant) {
      super();
    }

    protected override opened(): void {
      this.send(`${this.tenant.number} ${this.tenant.payload.tenant}`);
    }
  }
  const { app } = await apps.start({ providers: [Tenant, OfTenant] });
  const told: string[] = [];
  for (const tenant of ['one', 'two', 'one']) {
    const client = await createTestSocket(app, '/tenants', { headers: { 'x-tenant': tenant } });
    told.push((await client.receive()).text);
    client.terminate();
  }
  expect(told).toEqual(['1 one', '2 two', '1 one']);
});
