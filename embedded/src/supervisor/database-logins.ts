/**
 * Two logins, as on AWS: the owner of the tables changes the schema, and the API reads and writes rows. A database
 * that the person brought has whatever roles they made: there the API is who DATABASE_URL says.
 */
import type { Settings } from '../settings.ts';
import type { LocalSecrets } from './secrets.ts';

/** @param ownersUrl of the application's database, as the owner of its tables */
export function apiDatabaseUrl(
  { DATABASE_URL }: Pick<Settings, 'DATABASE_URL'>,
  { databaseApi }: Pick<LocalSecrets, 'databaseApi'>,
  ownersUrl: string,
): string {
  if (DATABASE_URL !== undefined || !URL.canParse(ownersUrl)) return ownersUrl;
  const url = new URL(ownersUrl);
  url.username = 'media_feed_api_a';
  url.password = databaseApi;
  return url.href;
}

/** What the migration needs beside the API's settings, and commands that work with the tables themselves. */
export function ownersEnvironment(
  settings: Pick<Settings, 'DATABASE_URL'>,
  secrets: Pick<LocalSecrets, 'databaseApi'>,
  ownersUrl: string,
): Record<string, string> {
  const apiUrl = apiDatabaseUrl(settings, secrets, ownersUrl);
  return { DATABASE_URL: ownersUrl, ...(apiUrl !== ownersUrl && { DATABASE_API_URL: apiUrl }) };
}
