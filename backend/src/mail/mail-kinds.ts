const hour = 60 * 60;

/** What people are written about, each for one cause. */
const mailKinds = {
  /** Asked for by anybody who names an address. */
  'password-reset': { isLimited: true, link: { page: '/reset-password', lifetimeSeconds: 30 * 60 } },
  /** Asked for by its account's owner; so is a change, which goes to the new address. */
  'email-verification': { isLimited: true, link: { page: '/verify-email', lifetimeSeconds: 24 * hour } },
  'email-change': { isLimited: true, link: { page: '/verify-email', lifetimeSeconds: 24 * hour } },
  /** To the former address, which comes back by it. */
  'email-changed': { link: { page: '/verify-email?undo', lifetimeSeconds: 7 * 24 * hour } },
  'new-device': { isLimited: true },
  'password-changed': {},
  'account-leaving': {},
  'account-restored': {},
} as const satisfies Record<string, MailKindFacts>;

interface MailKindFacts {
  /** Others can bring it about, or its owner as often as they like: so many an hour go to one account. */
  readonly isLimited?: true;
  /** What the mail leads to, once and for so long after it was sent. */
  readonly link?: { readonly page: `/${string}`; readonly lifetimeSeconds: number };
}

export type MailKind = keyof typeof mailKinds;

export type LinkPurpose = {
  [Kind in MailKind]: (typeof mailKinds)[Kind] extends { link: object } ? Kind : never;
}[MailKind];

export function linkOf(kind: MailKind): MailKindFacts['link'] {
  const facts: MailKindFacts = mailKinds[kind];
  return facts.link;
}

export function isLimited(kind: MailKind): boolean {
  const facts: MailKindFacts = mailKinds[kind];
  return facts.isLimited === true;
}

export const isMailKind = (kind: string): kind is MailKind => Object.hasOwn(mailKinds, kind);
