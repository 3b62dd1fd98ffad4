// What a user's own test looks like: the application without a port.
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { EnvelopeClient } from '@ws4ts/nest/client';
import { createTestSocket } from '@ws4ts/nest/testing';
import { AppModule } from '../src/app-module.js';
import { ChatGateway } from '../src/chat-gateway.js';

describe('chat', () => {
  let app: INestApplication;

  beforeAll(async () => {
    // A gateway would need an adapter, which this application does without.
    const testing = Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(ChatGateway)
      .useValue({});
    app = (await testing.compile()).createNestApplication();
    await app.init();
  });

  afterAll(() => app.close());

  it('greets', async () => {
    const headers = { authorization: 'Bearer sesame' };
    const client = new EnvelopeClient(await createTestSocket(app, '/chat/lobby', { headers }));
    const greeting = { text: 'hello, Ann', room: 'lobby', present: 1, times: 1, validated: true };
    expect(await client.request('greet', { name: 'Ann' })).toEqual(greeting);
  });

  it('refuses', async () => {
    await expect(createTestSocket(app, '/chat/lobby')).rejects.toMatchObject({ status: 401 });
  });
});
