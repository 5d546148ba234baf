import type { Client, ExportedFile, ExportPage } from '@media-feed/contract';
import type { ZipFile } from '../../../lib/zip/save-zip.ts';

/** What is saved as one file: all pages together. */
type Manifest = Omit<ExportPage, 'nextCursor'>;

export interface CollectedFile extends ZipFile {
  /** Bytes, or those of the upload where nobody knows. */
  readonly size: number;
}

export interface CollectedExport {
  readonly manifest: Manifest;
  readonly files: readonly CollectedFile[];
}

/** A file begins to come within what is left of its URL. */
const spareMs = 30_000;

/**
 * Reads all pages. Rejects with an `ApiError`.
 *
 * @param onProgress is given the number of rows that are read
 */
export async function collectExport(
  api: Client,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (rows: number) => void },
): Promise<CollectedExport> {
  const files: CollectedFile[] = [];
  let manifest: Manifest | undefined;
  let rows = 0;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = new ExportedPage(api, cursor);
    const { nextCursor, ...lists } = await page.read(signal);
    files.push(...page.filesOf(lists.items));
    manifest = manifest ? joined(manifest, lists) : lists;
    rows += lists.items.length + lists.likes.length + lists.reports.length + lists.securityEvents.length;
    onProgress(rows);
    cursor = nextCursor;
  }
  if (!manifest) throw new Error('There is no page');
  return { manifest, files };
}

const joined = (before: Manifest, next: Manifest): Manifest => ({
  ...next,
  items: before.items.concat(next.items),
  likes: before.likes.concat(next.likes),
  reports: before.reports.concat(next.reports),
  securityEvents: before.securityEvents.concat(next.securityEvents),
});

/** A page that can be read again once its URLs have ended: then by the first file that needs it, for all of them. */
class ExportedPage {
  private readonly urls = new Map<string, ExportedFile>();

  constructor(
    private readonly api: Client,
    private readonly cursor: string | undefined,
  ) {}

  async read(signal: AbortSignal): Promise<ExportPage> {
    const query = this.cursor === undefined ? {} : { cursor: this.cursor };
    const page = await this.api('getExport', { query, signal });
    for (const { item, file } of page.items) if (file) this.urls.set(item.id, file);
    return page;
  }

  filesOf(items: Manifest['items']): CollectedFile[] {
    return items.flatMap(({ item, file }) => {
      if (!file) return [];
      const name = item.fileName ?? item.id;
      return {
        name: file.kind === 'ORIGINAL' ? name : withEndingOf(name, file.url),
        lastModified: new Date(item.createdAt),
        size: file.size ?? item.size,
        open: (signal: AbortSignal) => this.open(item.id, signal),
      };
    });
  }

  /** Past the browser's cache, which may hold what a page was shown without leave to read it. */
  private async open(mediaId: string, signal: AbortSignal): Promise<Response> {
    if (this.isOver(mediaId)) await this.read(signal);
    return fetch(this.urls.get(mediaId)?.url ?? '', { signal, cache: 'no-store' });
  }

  private isOver(mediaId: string): boolean {
    const end = this.urls.get(mediaId)?.expiresAt;
    return typeof end === 'string' && Date.parse(end) - Date.now() < spareMs;
  }
}

/** What is published of a file is of another type than the file was. */
function withEndingOf(name: string, url: string): string {
  const ending = /\.[a-z0-9]+$/.exec(new URL(url).pathname)?.[0] ?? '';
  return name.replace(/(?<=.)\.[^.]*$/, '') + ending;
}

/**
 * Cut into parts of so many bytes, of which each is a ZIP of its own: what was saved stays saved, and a browser that
 * cannot write to the disk holds no more than one.
 */
export function partsOf(files: readonly CollectedFile[], mostBytes = 2e9): CollectedFile[][] {
  const parts: CollectedFile[][] = [];
  let bytes = Infinity;
  for (const file of files) {
    if (bytes + file.size > mostBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(file);
    bytes += file.size;
  }
  return parts;
}
