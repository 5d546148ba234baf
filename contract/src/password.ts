/**
 * A password as it is hashed and compared (RFC 8265 §4.2.2): every kind of space is one, and what can be typed in two
 * ways is one, so that another keyboard types the same password.
 */
export function preparePassword(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}
