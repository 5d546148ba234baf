import { isIPv4, isIPv6 } from 'node:net';

/** What is no address at all, such as a made-up X-Forwarded-For, is one and the same for all who send it. */
const noNetwork = 'no address';

/**
 * Whom an address stands for: an IPv4 address for itself, an IPv6 address for its network of 64 bits, of which one
 * household or one rented machine has all addresses.
 */
export function networkOf(address: string): string {
  const groups = groupsOf(address);
  if (groups) return isMappedIPv4(groups) ? dottedOf(groups) : prefixOf(groups, 64);
  return isIPv4(address) ? address : noNetwork;
}

/**
 * The network of 48 bits around it, which is what providers hand out without asking: 65,536 of those with 64 bits.
 * `undefined` but for IPv6.
 */
export function siteOf(address: string): string | undefined {
  const groups = groupsOf(address);
  return groups && !isMappedIPv4(groups) ? prefixOf(groups, 48) : undefined;
}

const prefixOf = (groups: readonly number[], bits: number) =>
  `${groups
    .slice(0, bits / 16)
    .map((group) => group.toString(16))
    .join(':')}::/${String(bits)}`;

/** `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2): IPv4, as a socket for both kinds tells it. */
const isMappedIPv4 = (groups: readonly number[]) =>
  groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;

const dottedOf = (groups: readonly number[]) =>
  groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join('.');

/** The eight groups of an IPv6 address, whichever way it is written. */
function groupsOf(address: string): number[] | undefined {
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return undefined;
  // The URL parser writes the last 32 bits of `::ffff:192.0.2.1` as groups too.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const read = (part = '') => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [read(head), read(tail)];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}
