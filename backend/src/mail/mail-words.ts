import type { MailKind } from './mail-kinds.ts';

/** The words of one mail; each text is a paragraph. Nobody's own words are in it, so that no mail carries a stranger's. */
interface MailWords {
  readonly subject: string;
  /** `{device}` stands for what somebody signed in with. */
  readonly before: readonly string[];
  /** What the link is called where it is a button. */
  readonly action?: string;
  readonly after: readonly string[];
}

/** A language: what all mails have, and each of them. */
export interface MailCatalogue {
  readonly greeting: string;
  /** Why there is this mail at all. */
  readonly footer: string;
  readonly unknownDevice: string;
  readonly words: Readonly<Record<MailKind, MailWords>>;
}
