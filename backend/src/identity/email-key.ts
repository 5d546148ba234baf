/**
 * What makes two spellings of an e-mail address one: NFC, and case folded. Upper case first, since only that
 * way do ß and ss, ſ and s, ς and σ meet (Unicode 5.18 «Case Mappings»).
 */
export function emailKeyOf(email: string): string {
  return email.trim().normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
