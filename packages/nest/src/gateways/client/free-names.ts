// Gateways hang what they know of a client on it, as they may on one of `ws`, which has none of our names.

/**
 * Lets the properties that a class has from a base, and from those of it, be assigned to: what is assigned hides them on that
 * instance. The class itself has to read them by `super`.
 */
export function freeNames(prototype: object, base: object): void {
  for (let one = base; one !== Object.prototype; one = Object.getPrototypeOf(one) as object) {
    for (const [name, inherited] of Object.entries(Object.getOwnPropertyDescriptors(one))) {
      const isAccessor = 'get' in inherited && !(name in Object.prototype);
      if (!isAccessor || Object.hasOwn(prototype, name)) continue;
      const set = function (this: object, value: unknown): void {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      };
      Object.defineProperty(prototype, name, { ...inherited, set });
    }
  }
}
