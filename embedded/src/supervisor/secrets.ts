/** Secrets of the local stack: made at the first start, kept in the data folder, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret of that name, 32 random bytes in base64url; made if there is none yet. */
export async function localSecret(dataDir: string, name: string): Promise<string> {
  const folder = join(dataDir, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  try {
    await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFile(file, 'utf8');
}

export interface LocalSecrets {
  readonly jwt: string;
  readonly storage: string;
  /** Of the owner of the tables. */
  readonly database: string;
  /** Of the API in the database. */
  readonly databaseApi: string;
}

export async function localSecrets(dataDir: string): Promise<LocalSecrets> {
  return {
    jwt: await localSecret(dataDir, 'jwt'),
    storage: await localSecret(dataDir, 'storage'),
    database: await localSecret(dataDir, 'database'),
    databaseApi: await localSecret(dataDir, 'database-api'),
  };
}
