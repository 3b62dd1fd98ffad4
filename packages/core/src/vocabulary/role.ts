// Client and server share one code; what differs between them hangs on this value.

/** Which end of the connection this is: a client masks what it sends (§5.1), a server does not. */
export type Role = 'client' | 'server';
