// What an address is by its value: one may be written in many ways, and an IPv4 address as an IPv6 one.

/** RFC 4291 §2.5.5.2, `::ffff:0:0/96`: how a socket for both families names an IPv4 peer. */
const MAPPED: readonly number[] = [0, 0, 0, 0, 0, 0xffff];
/** RFC 6052 §2.1, `64:ff9b::/96`: how a translator names the IPv4 side to the IPv6 side. */
const TRANSLATED: readonly number[] = [0x64, 0xff9b, 0, 0, 0, 0];

/** 4 or 6; 0 for what is no address. */
export function isIP(text: string): number {
  return process.getBuiltinModule('node:net').isIP(text);
}

/** An address without the name of an interface; an IPv4 address that is written as an IPv6 one, as it is itself. */
export function plain(address: string): string {
  // An IPv4 address, as most are, is written in one way.
  if (!address.includes(':')) return address;
  const bare = address.replace(/%.*$/, '');
  return isIP(bare) === 6 ? (embeddedIn(groupsOf(bare), MAPPED) ?? bare) : bare;
}

/** What counts as one address: of IPv6 the first 64 bits, since that is the least that one customer has. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return embeddedIn(groups, TRANSLATED) ?? `${network.join(':')}::/64`;
}

/** The IPv4 address behind a prefix; undefined where the prefix is another. */
function embeddedIn(groups: readonly number[], prefix: readonly number[]): string | undefined {
  if (!prefix.every((group, i) => group === groups[i])) return undefined;
  return groups
    .slice(prefix.length)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail = ''] = address.split('::');
  const [first, last] = [readGroups(head), readGroups(tail)];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

/** Groups with colons between; an IPv4 address at the end stands for two. */
function readGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [parseInt(group, 16)];
    const [a, b, c, d] = group.split('.').map(Number) as [number, number, number, number];
    return [(a << 8) | b, (c << 8) | d];
  });
}
