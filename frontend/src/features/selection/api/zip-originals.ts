import { useEffect, useRef, useState } from 'react';
import type { Client, MediaItem } from '@media-feed/contract';
import { useApi } from '../../../lib/api-client/api-context.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { saveZip, type ZipFile } from '../../../lib/zip/save-zip.ts';

/** Comes from storage straight, by a URL that is asked for when its turn has come: it lasts for minutes. */
const originalOf = (api: Client, item: MediaItem): ZipFile => ({
  name: item.fileName ?? item.id,
  lastModified: new Date(item.createdAt),
  async open(signal) {
    const { url } = await api('getOriginal', { parameters: { mediaId: item.id }, signal });
    return fetch(url, { signal });
  },
});

/** Packs originals of the visitor's into a ZIP, in the browser. Leaving the page's part that asked for it ends it. */
export function useZipOriginals() {
  const api = useApi();
  const toasts = useToasts();
  const t = useTexts().selection;
  const [packed, setPacked] = useState<number | null>(null);
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const zip = async (items: readonly MediaItem[]): Promise<void> => {
    const aborter = new AbortController();
    const { signal } = aborter;
    abort.current = aborter;
    setPacked(0);
    try {
      const day = new Date().toISOString().slice(0, 10);
      const files = items.map((item) => originalOf(api, item));
      const isSaved = await saveZip(`media-feed-${day}.zip`, files, { signal, onProgress: setPacked });
      if (isSaved) toasts.show(t.zipped({ count: files.length }));
    } catch {
      if (!signal.aborted) toasts.show(t.zipFailed, { tone: 'bad' });
    }
    setPacked(null);
  };
  return { zip, packed };
}
