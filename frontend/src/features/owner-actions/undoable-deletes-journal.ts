/** What is being deleted, recorded in the browser until it is certain. */

interface Entry {
  readonly mediaId: string;
  readonly userId: string;
  readonly heldAtMs: number;
}

/** Key and fields keep their first names: a browser may hold entries of an earlier version. */
const storageKey = 'media-feed:held-deletes';

function read(): readonly Entry[] {
  try {
    const entries: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(entries) ? (entries as Entry[]) : [];
  } catch {
    return [];
  }
}

function write(entries: readonly Entry[]): void {
  try {
    if (entries.length === 0) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify(entries));
  } catch {
    // Storage is blocked: what the page sends when it is closed has to do.
  }
}

export function rememberDeletes(mediaIds: readonly string[], userId: string): void {
  const heldAtMs = Date.now();
  write([...read(), ...mediaIds.map((mediaId) => ({ mediaId, userId, heldAtMs }))]);
}

export function forgetDeletes(mediaIds: readonly string[]): void {
  const forgotten = new Set(mediaIds);
  write(read().filter(({ mediaId }) => !forgotten.has(mediaId)));
}

/** Deletes of this person that no page can be holding any longer. */
export function overdueDeletes(userId: string, olderThanMs: number): string[] {
  return read()
    .filter((entry) => entry.userId === userId && Date.now() - entry.heldAtMs > olderThanMs)
    .map(({ mediaId }) => mediaId);
}
