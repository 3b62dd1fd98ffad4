// Proxies are left to a well-kept library, which is loaded when one is asked for.
import type { Agent } from 'node:http';
import { UsageError } from '../vocabulary/errors.js';

/**
 * An agent that connects through a proxy; what it connects is cut when the signal is aborted.
 * Rejects with a UsageError for a URL that is no proxy's, and when the library is not installed.
 */
export async function proxyAgent(proxy: string, signal: AbortSignal): Promise<Agent> {
  let library: typeof import('proxy-agent');
  try {
    library = await import('proxy-agent');
  } catch (cause) {
    throw new UsageError('WS_USAGE_OPTION', proxy, `install the package proxy-agent to use a proxy (${String(cause)})`);
  }
  const { ProxyAgent, proxies } = library;
  // The library does not hear that a request is called off while its proxy has not answered; its sockets do.
  if (proxy === 'environment') {
    const { getProxyForUrl } = new ProxyAgent();
    // The environment knows http: and https: alone.
    return new ProxyAgent({
      signal,
      getProxyForUrl: (url, request) => getProxyForUrl(url.replace(/^ws/, 'http'), request),
    });
  }
  const scheme = URL.canParse(proxy) ? new URL(proxy).protocol.slice(0, -1) : '';
  if (!Object.hasOwn(proxies, scheme)) {
    const known = Object.keys(proxies).join(', ');
    throw new UsageError('WS_USAGE_OPTION', scheme, `a proxy is 'environment' or a URL that begins with ${known}`);
  }
  return new ProxyAgent({ signal, getProxyForUrl: () => proxy });
}
