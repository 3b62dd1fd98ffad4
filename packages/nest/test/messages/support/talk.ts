import { createTestSocket } from '../../../src/testing.js';
import type { Made } from '../../support/applications.js';
import type { Applications } from '../../support/started.js';

/** Opens a client that sends and reads JSON. */
export async function talk(apps: Applications, made: Made, path = '/talk') {
  const { app, log } = await apps.start(made);
  const client = await createTestSocket(app, path);
  return {
    log,
    client,
    send: (envelope: unknown) => client.send(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)),
    read: async () => (await client.receive()).json(),
    /** Sends one message and returns the first answer. */
    async ask(envelope: unknown): Promise<unknown> {
      this.send(envelope);
      return this.read();
    },
  };
}
