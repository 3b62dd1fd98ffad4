// Core as the user's files are given it: it is told of each WebSocketManager that they make, so that the page can show its rooms.
import * as core from '@ws4ts/core';

/** A manager of a user's file, whoever its members are. */
export type Manager = core.WebSocketManager<core.WebSocket>;

/** The managers that were made, as long as the user's own code holds them. */
export class SeenManagers implements Iterable<Manager> {
  private readonly made = new Set<WeakRef<Manager>>();

  /** What an import of core gives. */
  readonly core = {
    ...core,
    // No class of its own: managers of both kinds are instances of the same one.
    WebSocketManager: new Proxy(core.WebSocketManager, {
      construct: (target, words, maker): Manager => {
        const manager = Reflect.construct(target, words, maker) as Manager;
        this.made.add(new WeakRef(manager));
        return manager;
      },
    }),
  };

  *[Symbol.iterator](): Iterator<Manager> {
    for (const reference of this.made) {
      const manager = reference.deref();
      if (manager === undefined) this.made.delete(reference);
      else yield manager;
    }
  }
}
