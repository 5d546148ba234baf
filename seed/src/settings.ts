/** What `make seed` can be told, by environment variables. */
import { CannotSeedError } from './cannot-seed-error.ts';

export interface Settings {
  /** Of the API, without a slash at its end. */
  readonly apiUrl: string;
  /** Media to publish. */
  readonly count: number;
}

const maxCount = 10_000;

/** @throws {CannotSeedError} naming the variable that is wrong. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const apiUrl = (environment.URL ?? 'http://localhost:3000').replace(/\/+$/, '');
  if (!/^https?:\/\//.test(apiUrl) || !URL.canParse(apiUrl)) {
    throw new CannotSeedError('URL must be the address of the API, such as http://localhost:3000.');
  }
  const count = environment.COUNT ? Number(environment.COUNT) : 36;
  if (!Number.isInteger(count) || count < 1 || count > maxCount) {
    throw new CannotSeedError(`COUNT must be a whole number from 1 to ${maxCount}.`);
  }
  return { apiUrl, count };
}
