// The form that says what to connect to, and how; and what follows from it alone.

/** @typedef {{ name: string, value: string, isOn: boolean }} HeaderLine */

/**
 * @typedef {object} ConnectionForm
 * @property {string} url With `:name` where the path has a parameter.
 * @property {Readonly<Record<string, string>>} params
 * @property {'relay' | 'direct'} via
 * @property {readonly HeaderLine[]} headers
 * @property {'none' | 'bearer' | 'basic'} auth
 * @property {string} token
 * @property {string} user
 * @property {string} password
 * @property {string} cookies As in the header: `name=value; other=value`.
 * @property {string} origin
 * @property {string} subprotocols Separated by commas.
 * @property {boolean} compression
 * @property {boolean} insecure Whether any certificate is taken.
 * @property {boolean} reconnects
 */

/** @type {ConnectionForm} */
export const emptyForm = {
  url: '/echo',
  params: {},
  via: 'relay',
  headers: [],
  auth: 'none',
  token: '',
  user: '',
  password: '',
  cookies: '',
  origin: '',
  subprotocols: '',
  compression: true,
  insecure: false,
  reconnects: false,
};

/** A parameter of a path: a segment that begins with a colon, as in a route. */
const PARAM = /(?<=\/):([A-Za-z_]\w*)/g;

/**
 * Returns the names of the parameters in a URL's path.
 * @param {string} url
 * @returns {string[]}
 */
export function paramsOf(url) {
  const path = url.replace(/[?#].*$/, '');
  return [...new Set([...path.matchAll(PARAM)].map(([, name]) => name))];
}

/**
 * Returns the URL to connect to. A path alone is one of this server. Throws an Error with a sentence for the user.
 * @param {Pick<ConnectionForm, 'url' | 'params'>} form
 * @param {string} here The page's own URL.
 */
export function resolveUrl({ url, params }, here = location.href) {
  const missing = paramsOf(url).find((name) => !params[name]);
  if (missing !== undefined) throw new Error(`give "${missing}" a value`);
  const [path] = url.split(/[?#]/, 1);
  const filled = path.replaceAll(PARAM, (_, name) => encodeURIComponent(params[name] ?? '')) + url.slice(path.length);
  const text = filled.trim();
  if (text === '') throw new Error('give a URL');
  const base = new URL(here);
  base.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  const withScheme = /^[a-z][a-z+.-]*:\/\//i.test(text) || text.startsWith('/') ? text : `ws://${text}`;
  if (!URL.canParse(withScheme, base.href)) throw new Error(`"${text}" is no URL`);
  const resolved = new URL(withScheme, base.href);
  if (resolved.protocol === 'http:') resolved.protocol = 'ws:';
  if (resolved.protocol === 'https:') resolved.protocol = 'wss:';
  if (resolved.protocol !== 'ws:' && resolved.protocol !== 'wss:') throw new Error('a URL begins with ws:// or wss://');
  resolved.hash = '';
  return resolved.href;
}

/**
 * Returns the subprotocols as a list.
 * @param {Pick<ConnectionForm, 'subprotocols'>} form
 */
export function subprotocolsOf({ subprotocols }) {
  return subprotocols
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/**
 * Returns all header lines that the form asks for, beside those that the handshake brings.
 * @param {ConnectionForm} form
 * @returns {[name: string, value: string][]}
 */
export function headersOf({ headers, auth, token, user, password, cookies, origin }) {
  /** @type {[string, string][]} */
  const lines = headers
    .filter(({ name, isOn }) => isOn && name.trim() !== '')
    .map(({ name, value }) => [name.trim(), value]);
  if (auth === 'bearer' && token !== '') lines.push(['Authorization', `Bearer ${token}`]);
  if (auth === 'basic' && user !== '') lines.push(['Authorization', `Basic ${base64(`${user}:${password}`)}`]);
  if (cookies.trim() !== '') lines.push(['Cookie', cookies.trim()]);
  if (origin.trim() !== '') lines.push(['Origin', origin.trim()]);
  return lines;
}

/** @param {string} text */
function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
