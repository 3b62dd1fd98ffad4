// Whom a door has let in. Its user may take somebody out of the group that hears what everyone is told; the door still sends
// them home.
import { Group, type Peer } from '../../groups/group.js';
import { WebSocketManager } from '../../groups/manager.js';
import type { WebSocket } from '../../socket/web-socket.js';

/** The sockets of a door. */
export class Everyone extends WebSocketManager<WebSocket> {
  private readonly takenOut = new Group<WebSocket>();

  override add(socket: WebSocket): boolean {
    this.takenOut.remove(socket);
    return super.add(socket);
  }

  override remove(socket: Peer): boolean {
    const wasMember = super.remove(socket);
    // One whose connection has ended is not open, and is not taken.
    if (wasMember) this.takenOut.add(socket as WebSocket);
    return wasMember;
  }

  /** All that are connected, those too that were taken out. */
  get connected(): WebSocket[] {
    return [...this, ...this.takenOut];
  }
}
