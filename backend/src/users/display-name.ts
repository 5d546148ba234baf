import { randomInt } from 'node:crypto';

/** Without letters and digits that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** What people are called until they say otherwise; tells nothing of their address. */
export function newDisplayName(): string {
  const suffix = Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return `Person-${suffix.join('')}`;
}
