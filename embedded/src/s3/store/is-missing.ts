/** ENOENT, from whatever realm the error comes: Jest's sandbox has an Error of its own. */
export function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
