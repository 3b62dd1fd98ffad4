import { describe, expect, it } from '@jest/globals';
import { networkOf, plain } from '../../src/socket/network.js';

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:0102:0304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['::1', '::1'],
    ['fe80::1%eth0', 'fe80::1'],
  ])('%s is plainly %s', (address, expected) => {
    expect(plain(address)).toBe(expected);
  });
});

describe('a network', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:0DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['64:ff9b::192.0.2.1', '192.0.2.1'],
    ['64:ff9b::c000:201', '192.0.2.1'],
    ['::', '0:0:0:0::/64'],
  ])('of %s is %s', (address, expected) => {
    expect(networkOf(address)).toBe(expected);
  });
});
