/** Names that people would take for those who run the site. */

const reserved: ReadonlySet<string> = new Set([
  'abuse',
  'account',
  'accounts',
  'admin',
  'administrator',
  'administration',
  'anonymous',
  'billing',
  'customerservice',
  'everyone',
  'help',
  'helpdesk',
  'mediafeed',
  'mediafeedsupport',
  'mediafeedteam',
  'mod',
  'moderation',
  'moderator',
  'noreply',
  'official',
  'operator',
  'owner',
  'postmaster',
  'root',
  'security',
  'staff',
  'superuser',
  'support',
  'supportteam',
  'sysadmin',
  'system',
  'team',
  'theadmin',
  'webmaster',
]);

/** Letters of other scripts, and digits, that look like those of the list (Unicode's confusables, as far as they go). */
const lookalikes: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    е: 'e',
    і: 'i',
    ї: 'i',
    ј: 'j',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    с: 'c',
    т: 't',
    у: 'y',
    х: 'x',
  },
  ...{
    ѕ: 's',
    ԁ: 'd',
    ո: 'n',
    ս: 'u',
    α: 'a',
    ε: 'e',
    ι: 'i',
    κ: 'k',
    μ: 'm',
    ν: 'v',
    ο: 'o',
    ρ: 'p',
    τ: 't',
    υ: 'u',
  },
  ...{
    ı: 'i',
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    $: 's',
    '@': 'a',
    '!': 'i',
    '|': 'i',
  },
};

/** `l` and a capital `I` are the same to the eye. */
const shapeOf = (folded: string) => folded.replaceAll('l', 'i');
const reservedShapes: ReadonlySet<string> = new Set(Array.from(reserved, shapeOf));

/** Whatever the case, accents, spaces and look-alikes it is written with. */
export function isReservedName(name: string): boolean {
  const folded = Array.from(name.normalize('NFKD').toLowerCase(), (letter) => lookalikes[letter] ?? letter)
    .join('')
    .replace(/[^\p{L}\p{N}]/gu, '');
  return reservedShapes.has(shapeOf(folded));
}
