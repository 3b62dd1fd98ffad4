// What a page may do to the connections of the server's own routes.
import { UsageError } from '@ws4ts/core';
import type { LiveConnection } from '../server/live-connection.js';
import type { LiveConnections } from '../server/live-connections.js';
import type { ConnectionCommand } from './relay-messages.js';

type Obeyed = Exclude<ConnectionCommand, { type: 'watch' | 'unwatch' }>;

/** Does it; throws a UsageError when the connection is gone, or for what may not be sent. */
export function obeyConnectionCommand(command: Obeyed, connections: LiveConnections): void {
  if (command.type === 'broadcast') {
    for (const connection of meant(command, connections)) connection.send(command.payload);
    return;
  }
  const connection = connections.get(command.id);
  switch (command.type) {
    case 'closeConnection':
      return connection.close(command.code, command.reason);
    case 'terminateConnection':
      return connection.terminate();
    case 'pingConnection':
      return connection.ping();
    case 'sendToConnection':
      return connection.send(command.payload);
    case 'joinRoom':
      return connection.join(command.room);
    case 'leaveRoom':
      return connection.leave(command.room);
    case 'setConnectionChaos':
      return connection.facts.stream.changeChaos(command.chaos);
    case 'sendBadFrame':
      return connection.sendBadFrame();
    default:
      throw new UsageError('WS_USAGE_DATA', (command as { type: unknown }).type, 'there is no such command');
  }
}

/** The connections that can be sent to, of a route or a room where one is named. */
function meant(
  { route, room }: Extract<ConnectionCommand, { type: 'broadcast' }>,
  connections: LiveConnections,
): LiveConnection[] {
  return [...connections].filter(
    ({ facts, rooms }) =>
      facts.socket?.isOpen !== false &&
      (route === undefined || facts.route === route) &&
      (room === undefined || rooms.includes(room)),
  );
}
