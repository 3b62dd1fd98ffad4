// Who is here: a name, carried by a signed cookie of koa-session.
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Context, Next } from 'koa';
import type { ChatState } from './chat.js';
import type { User } from './user.js';

/** The context, with what koa-session puts on it: nobody, before one has signed in; null signs out. */
export type SessionContext = Context & { session: Partial<User> | null; state: ChatState };

const LONGEST_NAME = 24;
const MOST_BYTES = 4096;
/** Signed out: the page shall not connect again. */
const SIGNED_OUT = 4001;

/** Lets only those go on who are signed in: others are sent to the sign-in page, their sockets refused. */
export async function demandUser(context: SessionContext, next: Next): Promise<void> {
  const { id, name } = context.session ?? {};
  if (id !== undefined && name !== undefined) {
    context.state.user = { id, name };
    await next();
  } else if (context.isUpgrade) context.throw(401, 'sign in first');
  else context.redirect(`/sign-in?next=${encodeURIComponent(context.path)}`);
}

/** POST /sign-in: takes the name, and leads on to where one wanted to go. */
export async function signIn(context: SessionContext): Promise<void> {
  if ((context.request.length ?? MOST_BYTES + 1) > MOST_BYTES) context.throw(413, 'that is too much for a name');
  demandOwnPage(context);
  const form = new URLSearchParams(await text(context.req));
  const name = (form.get('name') ?? '').replaceAll(/\s+/g, ' ').trim();
  if (name === '' || name.length > LONGEST_NAME) context.throw(400, `give a name of at most ${LONGEST_NAME} letters`);
  context.session = { id: randomUUID(), name };
  const next = String(context.query.next);
  context.redirect(/^\/chat\/[\w-]+$/.test(next) ? next : '/');
}

/** POST /sign-out: forgets the name, and closes the tabs that have it. */
export function signOut(context: SessionContext): void {
  demandOwnPage(context);
  const id = context.session?.id;
  context.session = null;
  if (id !== undefined) context.state.hub.members.byKey(id).close(SIGNED_OUT, 'signed out');
  context.redirect('/sign-in');
}

/** A form on another site shall sign nobody in or out. */
function demandOwnPage(context: SessionContext): void {
  const origin = context.get('origin');
  const isOurs = origin === '' || (URL.canParse(origin) && new URL(origin).host === context.host);
  if (!isOurs) context.throw(403, 'this form is not ours');
}
