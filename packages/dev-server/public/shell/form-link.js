// The form as the hash of the page's URL, so that a link brings someone else to the same place. Secrets stay out of it:
// a link ends in chats and in histories.
import { emptyForm } from '../session/connection-form.js';

/** @typedef {import('../session/connection-form.js').ConnectionForm} ConnectionForm */

/** The key of a header that is switched off. */
const OFF = 'header-off';

/**
 * Returns the form as a hash, without `#`: only what differs from the empty form.
 * @param {ConnectionForm} form
 */
export function toHash(form) {
  const query = new URLSearchParams();
  query.set('url', withoutSecrets(form.url));
  for (const [name, value] of Object.entries(form.params)) {
    if (value !== '' && !isSecret(name)) query.set(`param.${name}`, value);
  }
  if (form.via !== emptyForm.via) query.set('via', form.via);
  for (const { name, value, isOn } of form.headers) {
    if (name !== '' && !isSecret(name)) query.append(isOn ? 'header' : OFF, `${name}: ${value}`);
  }
  if (form.auth !== 'none') query.set('auth', form.auth);
  if (form.user !== '') query.set('user', form.user);
  if (form.origin !== '') query.set('origin', form.origin);
  if (form.subprotocols !== '') query.set('subprotocols', form.subprotocols);
  if (!form.compression) query.set('compression', 'off');
  if (form.insecure) query.set('insecure', 'on');
  if (form.reconnects) query.set('reconnect', 'on');
  return query.toString();
}

/**
 * Returns the form that a hash describes, or undefined when it describes none.
 * @param {string} hash With or without `#`.
 * @returns {ConnectionForm | undefined}
 */
export function fromHash(hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const url = query.get('url');
  if (url === null) return undefined;
  const params = [...query].filter(([key]) => key.startsWith('param.')).map(([key, value]) => [key.slice(6), value]);
  const auth = query.get('auth');
  return {
    ...emptyForm,
    url,
    params: Object.fromEntries(params),
    via: query.get('via') === 'direct' ? 'direct' : 'relay',
    headers: [...query].filter(([key]) => key === 'header' || key === OFF).map(headerLine),
    auth: auth === 'bearer' || auth === 'basic' ? auth : 'none',
    user: query.get('user') ?? '',
    origin: query.get('origin') ?? '',
    subprotocols: query.get('subprotocols') ?? '',
    compression: query.get('compression') !== 'off',
    insecure: query.get('insecure') === 'on',
    reconnects: query.get('reconnect') === 'on',
  };
}

/**
 * @param {[key: string, line: string]} entry
 * @returns {import('../session/connection-form.js').HeaderLine}
 */
function headerLine([key, line]) {
  const colon = line.indexOf(':');
  const [name, value] = colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trim()];
  return { name, value, isOn: key !== OFF };
}

/**
 * Returns a URL as the user wrote it, without its name and password, and with stars for what looks like a secret.
 * @param {string} url
 */
function withoutSecrets(url) {
  return url
    .replace(/^([a-z][a-z+.-]*:\/\/)?[^/?#]*@/i, '$1')
    .replaceAll(/([?&])([^=&#]+)=[^&#]+/g, (whole, mark, name) => (isSecret(name) ? `${mark}${name}=***` : whole));
}

/** @param {string} name */
function isSecret(name) {
  return /authorization|cookie|token|secret|api[-_]?key|passw|credential|session|signature|jwt|^(auth|key|pass|pwd|sig)$/i.test(
    name,
  );
}
