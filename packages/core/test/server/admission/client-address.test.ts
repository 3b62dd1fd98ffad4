import { describe, expect, it } from '@jest/globals';
import { clientAddressOf } from '../../../src/server/admission/client-address.js';
import type { ForwardedHeader } from '../../../src/server/server-options.js';

const PROXIES = ['10.0.0.0/8', '2001:db8::/32'];

/** The client's address, as a server sees it whose proxies are in 10.0.0.0/8 and 2001:db8::/32. */
function address(said: string | undefined, remoteAddress: string | undefined = '10.0.0.1', proxies = PROXIES) {
  return of('x-forwarded-for', said, remoteAddress, proxies);
}

function of(header: ForwardedHeader, said: string | undefined, remoteAddress: string | undefined, proxies = PROXIES) {
  const headers = said === undefined ? {} : { [header]: said };
  return clientAddressOf({ headers, socket: { remoteAddress } }, { trustedProxies: proxies, forwardedHeader: header });
}

describe('without trusted proxies', () => {
  it('is the peer’s, whatever the headers say', () => {
    expect(address('203.0.113.7', '10.0.0.1', [])).toBe('10.0.0.1');
  });

  it('is none where the peer has none', () => {
    expect(of('x-forwarded-for', '203.0.113.7', undefined, [])).toBeUndefined();
  });

  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:FFFF:c000:0201', '192.0.2.1'],
    ['64:ff9b::c000:201', '64:ff9b::c000:201'],
    ['fe80::1%eth0', 'fe80::1'],
    ['2001:db8::1', '2001:db8::1'],
  ])('is of %s written as %s', (remote, written) => {
    expect(address(undefined, remote, [])).toBe(written);
  });
});

describe('X-Forwarded-For', () => {
  it.each([
    ['one client', '203.0.113.7', '203.0.113.7'],
    ['a client and a second proxy', '203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['what a client has made up', '1.2.3.4, 10.9.9.9, 203.0.113.7, 10.0.0.2', '203.0.113.7'],
    ['proxies alone: the outermost', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['nothing', undefined, '10.0.0.1'],
    ['an empty list', '', '10.0.0.1'],
    ['no address: the proxy that says so', 'unknown, 10.0.0.2', '10.0.0.2'],
    ['a name that hides', '_hidden', '10.0.0.1'],
    ['a port', '203.0.113.7:4711', '203.0.113.7'],
    ['IPv6', '2001:db9::7', '2001:db9::7'],
    ['IPv6 in brackets, with a port', '[2001:db9::7]:4711, 2001:db8::2', '2001:db9::7'],
    ['IPv4 as IPv6', '::ffff:203.0.113.7', '203.0.113.7'],
    ['too much', '203.0.113.7 evil', '10.0.0.1'],
    ['empty elements, to be ignored', ',203.0.113.7, ,10.0.0.2,', '203.0.113.7'],
  ])('says %s', (_, said, expected) => {
    expect(address(said)).toBe(expected);
  });

  it('is not believed of a peer that is not trusted', () => {
    expect(address('203.0.113.7', '198.51.100.1')).toBe('198.51.100.1');
  });

  it('is not looked for in another header', () => {
    const headers = { forwarded: 'for=203.0.113.7' };
    const options = { trustedProxies: PROXIES, forwardedHeader: 'x-forwarded-for' } as const;
    expect(clientAddressOf({ headers, socket: { remoteAddress: '10.0.0.1' } }, options)).toBe('10.0.0.1');
  });

  it('is believed of the peer of a Unix socket, where it is trusted', () => {
    expect(of('x-forwarded-for', '203.0.113.7', undefined, ['unix'])).toBe('203.0.113.7');
    expect(of('x-forwarded-for', '203.0.113.7', undefined, ['10.0.0.1'])).toBeUndefined();
  });
});

describe('Forwarded (RFC 7239)', () => {
  it.each([
    ['for=192.0.2.60;proto=http;by=203.0.113.43', '192.0.2.60'],
    ['proto=https; For="[2001:db9::17]:4711"', '2001:db9::17'],
    ['for=192.0.2.43, for=10.0.0.9', '192.0.2.43'],
    ['for=1.1.1.1, for="192.0.2.43:80";host="a,b;for=9.9.9.9", for=10.0.0.2', '192.0.2.43'],
    ['for="192.0.2\\.1"', '192.0.2.1'],
    ['for=192.0.2.43, proto=http', '10.0.0.1'],
    ['for=192.0.2.43,', '192.0.2.43'],
    [', for=192.0.2.43;;proto=http; , ,for=10.0.0.9;', '192.0.2.43'],
    ['for=192.0.2.43, by=10.0.0.9,', '10.0.0.1'],
    ['for=unknown', '10.0.0.1'],
    ['for="_mystery"', '10.0.0.1'],
    ['for=192.0.2.43, for="', '10.0.0.1'],
    ['192.0.2.43', '10.0.0.1'],
    ['', '10.0.0.1'],
  ])('%p says %s', (said, expected) => {
    expect(of('forwarded', said, '10.0.0.1')).toBe(expected);
  });
});
