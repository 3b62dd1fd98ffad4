// What becomes of messages that no gateway can read or handle: platform-ws drops them in silence.
import { afterEach, describe, expect, it } from '@jest/globals';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { GatewaySocket } from '../../src/index.js';
import { ask, GatewayStage, next } from './support/gateway-stage.js';

const stage = new GatewayStage();
afterEach(() => stage.clear());

@WebSocketGateway()
class AliveGateway {
  @SubscribeMessage('alive')
  alive(): string {
    return 'still here';
  }
}

describe('messages for no method', () => {
  it('are dropped, and the log is told of the first of a connection', async () => {
    const client = await stage.open(await stage.serve([AliveGateway]));
    for (const text of ['no JSON\n', '{"event":"nobody\\n"}', '5', 'null']) client.send(text);
    expect(await ask(client, 'alive')).toBe('still here');
    expect(stage.log.takeWarnings()).toEqual([
      expect.stringMatching(/^dropped a message, .*cannot be read.*is not valid JSON/),
    ]);
    const other = await stage.open(await stage.serve([AliveGateway]));
    other.send('{"event":"nobody\\nhere"}');
    expect(await ask(other, 'alive')).toBe('still here');
    expect(stage.log.takeWarnings()).toEqual([
      expect.stringMatching(/^.*no gateway here handles the event 'nobody\\nhere'$/),
    ]);
  });

  it('are no matter when somebody listens to all messages', async () => {
    @WebSocketGateway()
    class ListeningGateway extends AliveGateway {
      handleConnection(client: GatewaySocket): void {
        client.on('message', (data, isBinary) => client.send(JSON.stringify([(data as Buffer).toString(), isBinary])));
      }
    }
    const client = await stage.open(await stage.serve([ListeningGateway]));
    client.send('no JSON');
    expect(await next(client)).toEqual(['no JSON', false]);
    client.send(Buffer.from('{"event":"nobody"}'));
    expect(await next(client)).toEqual(['{"event":"nobody"}', true]);
  });
});
