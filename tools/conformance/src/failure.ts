// How a case fails. It stands below everything, so that what speaks to a server may judge it too.

/** Says what the server did instead of what the RFC demands. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** Throws a `Failure` with that sentence unless the condition holds. */
export function check(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Failure(why);
}
