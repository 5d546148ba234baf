/** The bytes of one part: `start` inclusive, `end` exclusive. Parts count from 1; only the last is shorter. */
export function partRange(
  partNumber: number,
  partSize: number,
  fileSize: number,
): { start: number; end: number } {
  const start = (partNumber - 1) * partSize;
  return { start, end: Math.min(start + partSize, fileSize) };
}

export function missingParts(partCount: number, stored: ReadonlyMap<number, unknown>): number[] {
  return Array.from({ length: partCount }, (_, index) => index + 1).filter((number) => !stored.has(number));
}

/** Adds up what storage has confirmed and what the parts under way have sent. */
export class PartsProgress {
  readonly #report: (sentBytes: number, storedBytes: number) => void;
  readonly #underWay = new Map<number, number>();
  #storedBytes: number;

  constructor(storedBytes: number, report: (sentBytes: number, storedBytes: number) => void) {
    this.#report = report;
    this.#storedBytes = storedBytes;
    this.#sumUp();
  }

  set(partNumber: number, sentBytes: number): void {
    this.#underWay.set(partNumber, sentBytes);
    this.#sumUp();
  }

  finish(partNumber: number, bytes: number): void {
    this.#underWay.delete(partNumber);
    this.#storedBytes += bytes;
    this.#sumUp();
  }

  #sumUp(): void {
    let sentBytes = this.#storedBytes;
    for (const bytes of this.#underWay.values()) sentBytes += bytes;
    this.#report(sentBytes, this.#storedBytes);
  }
}
