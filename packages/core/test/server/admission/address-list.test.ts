import { describe, expect, it } from '@jest/globals';
import { AddressList, isAddressEntry } from '../../../src/server/admission/address-list.js';

describe('a list of addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1', '10.0.0.2'],
    ['10.0.0.0/8', '10.255.0.1', '11.0.0.1'],
    ['192.168.4.0/22', '192.168.7.255', '192.168.8.0'],
    ['10.1.2.3/8', '10.9.9.9', '11.1.2.3'],
    ['10.0.0.1/32', '10.0.0.1', '10.0.0.0'],
    ['2001:db8::/32', '2001:db8:1::1', '2001:db9::1'],
    ['::1', '::1', '::2'],
  ])('that is %p has %s and not %s', (entry, inside, outside) => {
    const list = new AddressList([entry]);
    expect([list.has(inside), list.has(outside), list.has(undefined)]).toEqual([true, false, false]);
  });

  it('has what any of its entries has', () => {
    const list = new AddressList(['10.0.0.0/8', '2001:db8::/32']);
    expect(['10.0.0.1', '2001:db8::1', '9.0.0.1', '::1'].map((one) => list.has(one))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('has everyone of a family when no bits count', () => {
    const list = new AddressList(['0.0.0.0/0']);
    expect([list.has('203.0.113.9'), list.has('2001:db8::1')]).toEqual([true, false]);
  });

  it('has the peers of a Unix socket when it says so', () => {
    const list = new AddressList(['unix', '10.0.0.1']);
    expect([list.has(undefined), list.has('10.0.0.1'), list.has('10.0.0.2')]).toEqual([true, true, false]);
  });
});

describe('an entry', () => {
  it.each(['10.0.0.1', '10.0.0.0/0', '::/128', 'fe80::/10', 'unix'])('may be %p', (entry) => {
    expect(isAddressEntry(entry)).toBe(true);
  });

  it.each(['', '10.0.0', '10.0.0.1/33', '10.0.0.1/', '::1/129', '10.0.0.1/8/8', 'fe80::1%eth0', 'localhost', 5, null])(
    'may not be %p',
    (entry) => {
      expect(isAddressEntry(entry)).toBe(false);
    },
  );
});
