/** An end that is told in one line, which says what to do. */
export class CannotSeedError extends Error {
  override readonly name = 'CannotSeedError';
}
