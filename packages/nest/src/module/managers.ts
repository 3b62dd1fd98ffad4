// Managers that providers may be given: the door's, of everyone who is connected, and named ones, which the application fills.
import { Inject, Injectable } from '@nestjs/common';
import { WebSocketManager, type WebSocket } from '@ws4ts/core';

/** The named managers of one application. */
@Injectable()
export class NamedManagers {
  private readonly byName = new Map<string, WebSocketManager<WebSocket>>();

  /** The manager of a name, made now if need be. */
  named(name: string): WebSocketManager<WebSocket> {
    let manager = this.byName.get(name);
    if (manager === undefined) this.byName.set(name, (manager = new WebSocketManager()));
    return manager;
  }
}

/** The token of a manager: of a named one, or of that which has everyone. */
export function managerToken(name?: string): string | typeof WebSocketManager {
  return name === undefined ? WebSocketManager : `WebSocketManager ${name}`;
}

/**
 * Injects a manager. Without a name it is the one that has everyone who is connected, as the class `WebSocketManager` alone is.
 * @param name a name that was given to `WebSocketModule.forFeature`
 */
export function InjectManager(name?: string): ParameterDecorator & PropertyDecorator {
  return Inject(managerToken(name));
}
