/** Asynchronous events that were accepted and are not done: one file each. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export class EventStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<EventStore> {
    await mkdir(folder, { recursive: true });
    return new EventStore(folder);
  }

  /** Returns the event's id once the event is on disk. */
  async add(event: unknown): Promise<string> {
    const id = crypto.randomUUID();
    const partial = join(this.#folder, `${id}.partial`);
    await writeFile(partial, JSON.stringify({ event, acceptedAt: new Date().toISOString() }));
    await rename(partial, this.#file(id));
    return id;
  }

  async remove(id: string): Promise<void> {
    await rm(this.#file(id), { force: true });
  }

  /** What an earlier run left, oldest first. */
  async pending(): Promise<{ id: string; event: unknown }[]> {
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith('.json'));
    const kept = await Promise.all(
      files.map(async (name) => ({
        id: name.slice(0, -'.json'.length),
        ...(JSON.parse(await readFile(join(this.#folder, name), 'utf8')) as {
          event: unknown;
          acceptedAt: string;
        }),
      })),
    );
    return kept.sort((a, b) => a.acceptedAt.localeCompare(b.acceptedAt));
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
