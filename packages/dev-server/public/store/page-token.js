// The token that the server printed with the page's URL. It moves from the address bar into this tab's own storage, so
// that it is neither bookmarked nor seen by who looks at the screen.

const KEY = 'ws4ts.token';

/** Returns the page's token, or an empty string; removes it from the address bar. */
export function takeToken() {
  const url = new URL(location.href);
  const token = url.searchParams.get('token');
  if (token !== null) {
    sessionStorage.setItem(KEY, token);
    url.searchParams.delete('token');
    history.replaceState(null, '', url);
  }
  return sessionStorage.getItem(KEY) ?? '';
}
