// Somebody who is signed in, as their token carries them.

/** A person; names need not be unique. */
export interface User {
  readonly id: string;
  readonly name: string;
}
