// RFC 6455, case by case, against an echo that runs in this process.
import { createServer } from 'node:http';
import { runConformance } from '@ws4ts/conformance';
import { CollectedLog, Echo } from '@ws4ts/contract';
import { serve } from './support/serve.js';

const settings = { handshakeTimeout: 3_000, closeTimeout: 1_000, subprotocols: ['chat.v1', 'chat.v2'] };

test('no case fails', async () => {
  const logger = new CollectedLog();
  const server = await serve(createServer(), [Echo], { ...settings, logger });
  try {
    const verdicts = await runConformance(`${server.url}/echo`, { ...settings, patience: 15_000 });
    const failed = verdicts.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ id, section, says, why }) => `${id} (${section}) ${says}: ${why}`)).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(200);
    expect(logger.takeErrors()).toEqual([]);
  } finally {
    await server.stop();
  }
}, 600_000);
