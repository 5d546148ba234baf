import type { Language } from '@media-feed/contract';
import { escapeMarkup } from '../http/escape-markup.ts';
import type { MailKind } from './mail-kinds.ts';
import { german } from './mail-words-de.ts';
import { english } from './mail-words-en.ts';
import type { MailCatalogue } from './mail-words.ts';
import type { MailFacts } from './mails.repository.ts';

const catalogues: Readonly<Record<Language, MailCatalogue>> = { en: english, de: german };

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  /** A whole document that loads nothing from anywhere: no picture, no style sheet, nothing that tells who reads it. */
  readonly html: string;
}

/** @param link the whole address, where the mail has one */
export function renderMail(
  kind: MailKind,
  language: Language,
  link: string | undefined,
  { device }: MailFacts = {},
): RenderedMail {
  const { greeting, footer, unknownDevice, words } = catalogues[language];
  const { subject, action, after, ...rest } = words[kind];
  const before = rest.before.map((text) => text.replace('{device}', () => device ?? unknownDevice));
  const textLink = link === undefined ? [] : [link];
  const text = [greeting, ...before, ...textLink, ...after, `-- \n${footer}`].join('\n\n');
  const button =
    link === undefined
      ? []
      : [
          `<p><a href="${escapeMarkup(link)}" style="${buttonStyle}">${escapeMarkup(action ?? link)}</a></p>`,
          `<p style="${smallStyle}">${escapeMarkup(link)}</p>`,
        ];
  const body = [
    ...[greeting, ...before].map(paragraph),
    ...button,
    ...after.map(paragraph),
    `<p style="${smallStyle}">${escapeMarkup(footer)}</p>`,
  ];
  return { subject, text: `${text}\n`, html: documentOf(language, subject, body.join('\n')) };
}

const buttonStyle =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#1d4ed8;color:#ffffff;text-decoration:none;font-weight:600';
const smallStyle = 'font-size:13px;color:#5b6472;overflow-wrap:anywhere';

const paragraph = (text: string): string => `<p>${escapeMarkup(text)}</p>`;

const documentOf = (language: Language, title: string, body: string): string => `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${escapeMarkup(title)}</title></head>
<body style="margin:0 auto;padding:24px;max-width:560px;font:16px/1.5 system-ui,sans-serif;color:#16191f;background:#ffffff">
${body}
</body>
</html>
`;
