/** What Chromium made of each file, kept by its SHA-256: asked once, and the same wherever the corpus is tried. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Looker, Seen } from './look-in-chromium.ts';

const file = join(import.meta.dirname, 'chromium-answers.json');

export class ChromiumAnswers {
  private readonly answers: Map<string, Seen>;
  private readonly looker: Looker | undefined;
  private asked = 0;

  private constructor(answers: Readonly<Record<string, Seen>>, looker: Looker | undefined) {
    this.looker = looker;
    this.answers = new Map(Object.entries(answers));
  }

  static async read(looker: Looker | undefined): Promise<ChromiumAnswers> {
    return new ChromiumAnswers(JSON.parse(await readFile(file, 'utf8')) as Record<string, Seen>, looker);
  }

  /** Undefined for a file that was never asked about, where there is no Chromium. */
  async of(bytes: Uint8Array, mimeType: string): Promise<Seen | undefined> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const known = this.answers.get(sha256);
    if (known || !this.looker) return known;
    const seen = await this.looker.look(bytes, mimeType);
    this.answers.set(sha256, seen);
    this.asked += 1;
    return seen;
  }

  /** Writes new answers beside this file; @returns how many they are. */
  async save(): Promise<number> {
    if (this.asked === 0) return 0;
    const rows = [...this.answers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sha256, seen]) => `  "${sha256}": ${JSON.stringify(seen)}`);
    await writeFile(file, `{\n${rows.join(',\n')}\n}\n`);
    return this.asked;
  }
}
