/**
 * The logins of the API. They read and write rows and nothing else: a hole in one statement of the API is then no way
 * to change a table, a trigger or another role. The migration, which runs as the owner of the tables, makes them.
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';

interface Login {
  readonly name: string;
  readonly password: string;
}
type Query = (sql: string) => Promise<unknown>;

/** Has the rights and no login; each login is a member, so that two can be valid while one takes the other's place. */
const group = 'media_feed_api';

/** As PostgreSQL and RDS make them by default. */
const iterations = 4096;

/**
 * Makes, or changes the passwords of, the logins that are named, and grants to the group what tables, sequences and
 * functions there are. Idempotent. @throws {Error} when a URL names no such login; never with a password in it
 */
export async function grantToApi(query: Query, urls: readonly string[]): Promise<void> {
  await query(createMissing(group, 'NOLOGIN'));
  for (const url of urls) {
    const { name, password } = loginOf(url);
    await query(createMissing(name, 'LOGIN'));
    // The verifier and not the password: statements may be logged.
    await query(`ALTER ROLE ${escapeIdentifier(name)} LOGIN PASSWORD ${escapeLiteral(verifierOf(password))}`);
    await query(`GRANT ${group} TO ${escapeIdentifier(name)}`);
  }
  for (const statement of rights) await query(statement);
}

/** New tables of every migration are in: this runs after each. Rights that were given once and are no longer here go. */
const rights = [
  `GRANT USAGE ON SCHEMA public TO ${group}`,
  `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${group}`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${group}`,
  `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${group}`,
  // Which migrations are applied is the owner's to say.
  `REVOKE INSERT, UPDATE, DELETE ON migrations FROM ${group}`,
  // What was noted of security stays as it was noted, until its time is over.
  `REVOKE UPDATE ON security_events FROM ${group}`,
  // What operators did stays for good.
  `REVOKE UPDATE, DELETE ON moderation_log FROM ${group}`,
];

/** Roles belong to the server: another database's migration may make the same one at the same time. */
const createMissing = (name: string, login: 'LOGIN' | 'NOLOGIN') => `
  DO $$ BEGIN
    CREATE ROLE ${escapeIdentifier(name)} ${login};
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END $$`;

function loginOf(url: string): Login {
  const { username, password } = new URL(url);
  const login = { name: decodeURIComponent(username), password: decodeURIComponent(password) };
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(login.name))
    throw new Error('The login of the API is 1 to 63 lower-case letters, digits and underscores.');
  // Others would have to be prepared by SASLprep first.
  if (!/^[\x21-\x7e]{16,}$/.test(login.password))
    throw new Error('The password of the API has at least 16 characters of printable ASCII.');
  return login;
}

/** What the server keeps of a password: RFC 5802, section 3; the notation is that of pg_authid.rolpassword. */
export function verifierOf(password: string, salt = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyOf = (of: string) => createHmac('sha256', salted).update(of).digest();
  const storedKey = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  const serverKey = keyOf('Server Key').toString('base64');
  return `SCRAM-SHA-256$${String(iterations)}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
