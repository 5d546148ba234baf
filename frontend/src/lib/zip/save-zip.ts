/** A ZIP is made of files while they come, and saved while it is made: no program of ours holds or sends it. */
import { downloadZip } from 'client-zip';
import { saveBlob } from '../save-blob.ts';

export interface ZipFile {
  /** Two of one name are told apart. */
  readonly name: string;
  readonly lastModified: Date;
  /** Is called when its turn comes: URLs that have an end are asked for then. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
}

interface ZipOptions {
  readonly signal: AbortSignal;
  /** Called before each file with the number of those that are packed. */
  readonly onProgress?: (packed: number) => void;
}

interface SavePickerWindow {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<{
    createWritable(): Promise<WritableStream<Uint8Array>>;
  }>;
}

/**
 * Straight to the disk where the browser lets the page write, as it asks its visitor; else as a download, once it is
 * whole. To be called by a click. @returns false where the visitor named no place for it.
 * @throws what `open` throws, an Error where storage gives no file, and the signal's reason.
 */
export async function saveZip(
  name: string,
  files: readonly ZipFile[],
  options: ZipOptions,
): Promise<boolean> {
  const picker = window as SavePickerWindow;
  if (!picker.showSaveFilePicker) {
    saveBlob(await makeZip(files, options).blob(), name);
    return true;
  }
  const place = await picker.showSaveFilePicker({ suggestedName: name }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  });
  if (!place) return false;
  await makeZip(files, options).body?.pipeTo(await place.createWritable(), { signal: options.signal });
  return true;
}

export function makeZip(files: readonly ZipFile[], { signal, onProgress }: ZipOptions): Response {
  const names = distinctNames(files.map(({ name }) => name));
  async function* inputs() {
    for (const [index, { lastModified, open }] of files.entries()) {
      signal.throwIfAborted();
      onProgress?.(index);
      const input = await open(signal);
      if (!input.ok) throw new Error(`Storage answered ${String(input.status)}`);
      yield { name: names[index] ?? '', lastModified, input };
    }
  }
  return downloadZip(inputs());
}

/** `a.jpg`, `a (2).jpg`; without regard to case, as some disks look at names. What parts folders is none of a name. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((given) => {
    const name = given.replaceAll(/[/\\]/g, '_');
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let candidate = name;
    for (let count = 2; taken.has(candidate.toLowerCase()); count += 1) {
      candidate = `${stem} (${String(count)})${ending}`;
    }
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}
