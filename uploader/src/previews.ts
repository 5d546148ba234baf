import { createStore, type ReadableStore } from './store.ts';
import type { UploadEngine } from './upload-engine.ts';

/** Pictures that are being uploaded, small, by upload id. A bitmap needs no blob: URL, which the policy forbids. */
export type Previews = ReadonlyMap<string, ImageBitmap>;

const previewWidth = 480;

/** Decodes one picture after the other, so that twenty photographs do not fill the memory at once. */
export function createPreviews(engine: UploadEngine): ReadableStore<Previews> {
  const store = createStore<Previews>(new Map());
  const seen = new Set<string>();
  let queue = Promise.resolve();

  const decode = async (id: string, file: File): Promise<void> => {
    try {
      const bitmap = await createImageBitmap(file, { resizeWidth: previewWidth, resizeQuality: 'medium' });
      store.set(new Map(store.get()).set(id, bitmap));
    } catch {
      // Not a picture that this browser can show: the tray shows an icon.
    }
  };

  engine.uploads.subscribe(() => {
    const uploads = engine.uploads.get();
    for (const { id, mediaClass } of uploads) {
      const file = engine.fileOf(id);
      if (seen.has(id) || !file || mediaClass !== 'IMAGE') continue;
      seen.add(id);
      queue = queue.then(() => decode(id, file));
    }
    const gone = [...store.get()].filter(([id]) => !uploads.some((upload) => upload.id === id));
    if (gone.length === 0) return;
    const remaining = new Map(store.get());
    for (const [id, bitmap] of gone) {
      remaining.delete(id);
      bitmap.close();
    }
    store.set(remaining);
  });
  return store;
}
