/** The function's keys, as `start-without-credentials.sh` hands them over: through a pipe, never by the environment. */
import { closeSync, readFileSync } from 'node:fs';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Reads and closes the pipe, before there is any child process.
 * @param descriptor its number; undefined where the AWS SDK is to find the keys by itself.
 */
export function readCredentials(descriptor: number | undefined): Credentials | undefined {
  if (descriptor === undefined) return undefined;
  const [accessKeyId, secretAccessKey, sessionToken] = readFileSync(descriptor, 'utf8').split('\n');
  closeSync(descriptor);
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('The pipe of CREDENTIALS_DESCRIPTOR holds no access key');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}
