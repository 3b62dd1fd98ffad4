// A list of addresses and networks, as the option `trustedProxies` is written.
import { isIP } from '../../socket/network.js';

/** The entry that stands for peers without an address: those of a Unix socket. */
const UNIX = 'unix';

/** Tells whether an address is in a list of addresses (`10.0.0.1`), networks (`10.0.0.0/8`) and `unix`. */
export class AddressList {
  private readonly networks = new (process.getBuiltinModule('node:net').BlockList)();
  private readonly hasUnix: boolean;

  /** The entries have to be good ones; see `isAddressEntry`. */
  constructor(entries: readonly string[]) {
    this.hasUnix = entries.includes(UNIX);
    for (const entry of entries) {
      const [address, bits] = readEntry(entry) ?? [];
      if (address !== undefined) this.networks.addSubnet(address, bits ?? widest(address), family(address));
    }
  }

  /** @param address an address without a port; undefined for the peer of a Unix socket */
  has(address: string | undefined): boolean {
    return address === undefined ? this.hasUnix : this.networks.check(address, family(address));
  }
}

/** Whether something can be an entry of a list. */
export function isAddressEntry(entry: unknown): boolean {
  return entry === UNIX || (typeof entry === 'string' && readEntry(entry) !== undefined);
}

function readEntry(entry: string): [address: string, bits: number | undefined] | undefined {
  const [, address, bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  if (address === undefined || isIP(address) === 0) return undefined;
  if (bits === undefined) return [address, undefined];
  return Number(bits) <= widest(address) ? [address, Number(bits)] : undefined;
}

function widest(address: string): number {
  return isIP(address) === 6 ? 128 : 32;
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
