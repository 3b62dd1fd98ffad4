// The offer of permessage-deflate that browsers make, and what the answer must be for the load to make sense.

export const offer = 'permessage-deflate; client_max_window_bits';

/** The base-2 logarithm of the window that the client is to keep to. Both sides must keep their contexts. */
export function agreedWindowBits(extensions: string): number {
  const [name, ...parameters] = extensions.split(';').map((part) => part.trim());
  if (name !== 'permessage-deflate') throw new Error(`permessage-deflate was not agreed to: "${extensions}"`);
  if (parameters.some((parameter) => parameter.endsWith('_no_context_takeover')))
    throw new Error(`the server does not let both sides keep their contexts: "${extensions}"`);
  const bits = parameters.map((parameter) => /^client_max_window_bits *= *"?(\d+)"?$/.exec(parameter)?.[1]);
  return Number(bits.find((value) => value !== undefined) ?? 15);
}
