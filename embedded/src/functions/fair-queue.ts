/**
 * Waits in line by key: the keys take turns, and within a key it is first come, first served. So one key with a
 * thousand entries holds up another with one for as long as one entry takes.
 */
export class FairQueue<Entry> {
  /** In the order of their turns; none is empty. */
  readonly #lines = new Map<string, Entry[]>();

  push(key: string, entry: Entry): void {
    const line = this.#lines.get(key);
    if (line) line.push(entry);
    else this.#lines.set(key, [entry]);
  }

  /** `undefined` where nothing waits. */
  shift(): Entry | undefined {
    const [turn] = this.#lines;
    if (!turn) return undefined;
    const [key, [first, ...rest]] = turn;
    this.#lines.delete(key);
    if (rest.length > 0) this.#lines.set(key, rest);
    return first;
  }
}
