/** So few are put in their places one by one; more are sorted in. */
const maxInsertions = 64;

/** Distinct keys in the order in which S3 lists them: by the bytes of their UTF-8. */
export class SortedKeys {
  #keys: string[] = [];
  /** Not in their places yet: writing many keys must not cost a move of all others each time. */
  #added: string[] = [];

  at(index: number): string | undefined {
    this.#settle();
    return this.#keys[index];
  }

  /** A key that is not there yet. */
  add(key: string): void {
    this.#added.push(key);
  }

  delete(key: string): void {
    const index = this.firstAtOrAfter(key);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  firstAtOrAfter(key: string): number {
    return this.#first((candidate) => compareUtf8(candidate, key) >= 0);
  }

  firstAfter(key: string): number {
    return this.#first((candidate) => compareUtf8(candidate, key) > 0);
  }

  /** The first key behind all that start with the prefix. */
  firstBehindPrefix(prefix: string): number {
    return this.#first((candidate) => !candidate.startsWith(prefix) && compareUtf8(candidate, prefix) > 0);
  }

  /** Binary search; the predicate is false up to some key and true from there on. */
  #first(isBehind: (key: string) => boolean): number {
    this.#settle();
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBehind(this.#keys[middle] ?? '')) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #settle(): void {
    const added = this.#added;
    if (added.length === 0) return;
    this.#added = [];
    if (added.length > maxInsertions) {
      this.#keys = this.#keys.concat(added).sort(compareUtf8);
      return;
    }
    for (const key of added) this.#keys.splice(this.firstAtOrAfter(key), 0, key);
  }
}

/** UTF-16 order differs from UTF-8 order only where a surrogate meets a unit from U+E000 on. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const unitA = a.charCodeAt(index);
    const unitB = b.charCodeAt(index);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
