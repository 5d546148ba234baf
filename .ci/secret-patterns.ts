/** What a secret looks like, and what looks like one and is none. */

export interface SecretPattern {
  readonly name: string;
  readonly pattern: RegExp;
}

/** By the issuers' own prefixes where they have one: few false alarms, so that each finding is looked at. */
export const secretPatterns: readonly SecretPattern[] = [
  { name: 'AWS access key', pattern: /\b(AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { name: 'AWS secret key', pattern: /aws_?secret_?access_?key["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}\b/gi },
  { name: 'private key', pattern: /-----BEGIN (RSA |EC |OPENSSH |DSA |PGP )?PRIVATE KEY( BLOCK)?-----/g },
  { name: 'GitHub token', pattern: /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{50,})\b/g },
  { name: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b|_authToken\s*=\s*[^\s$]{8,}/g },
  { name: 'Slack token', pattern: /\bxox[abprs]-[A-Za-z0-9-]{10,}/g },
  { name: 'Google key', pattern: /\bAIza[\w-]{35}\b/g },
  { name: 'payment key', pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}\b/g },
  { name: 'JSON web token', pattern: /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/g },
  {
    name: 'password in a URL',
    pattern: /\b[a-z][a-z0-9+]{2,}:\/\/[^\s:/@"'`${}<>]+:([^\s:/@"'`${}<>]{4,})@/g,
  },
  {
    name: 'assigned secret',
    pattern: /\b(JWT_SECRET|DATABASE_PASSWORD|SECRET_KEY|API_KEY)\s*=\s*["']?[A-Za-z0-9/+_-]{20,}/g,
  },
];

/** Each with its reason: a text that `pattern` finds and that opens nothing. */
export const allowed: readonly { readonly text: RegExp; readonly reason: string }[] = [
  { text: /^AKIAIOSFODNN7EXAMPLE$/, reason: "AWS's own example, whose signatures its documentation gives" },
  {
    text: /^(postgres|mysql):\/\/(app:hidden|who:secret|nobody:(hidden|secret)-word|media_feed:\w+|m:\w+)@$/,
    reason: 'Made-up URLs in tests that such words reach no message',
  },
  {
    text: /^postgres:\/\/postgres:pass1234@$/,
    reason: 'The database of docker-compose.yaml, on loopback: docs/compose.md names it',
  },
  { text: /^smtps?:\/\/user:password@$/, reason: 'The form of MAIL_URL, as docs/operations.md explains it' },
  { text: /^postgres:\/\/database:5432@$/, reason: 'Made-up: a password that looks like a port' },
];
