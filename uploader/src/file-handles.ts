/** Files that the browser can open again in a later visit: Chromium's File System Access, others have none. */

export interface ChosenFile {
  readonly file: File;
  readonly handle: FileSystemFileHandle | null;
}

export const withoutHandle = (file: File): ChosenFile => ({ file, handle: null });

/** The parts of File System Access that TypeScript's library does not know. */
interface PermissionHandle extends FileSystemFileHandle {
  requestPermission?(descriptor: { mode: 'read' }): Promise<PermissionState>;
}
interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
}
interface PickerWindow extends Window {
  showOpenFilePicker?(options: {
    multiple: boolean;
    types: { description: string; accept: Record<string, readonly string[]> }[];
  }): Promise<FileSystemFileHandle[]>;
}

/** Phones have a better picker for their own pictures than the one that gives handles. */
export const canPickWithHandles = (): boolean =>
  'showOpenFilePicker' in window && matchMedia('(pointer: fine)').matches;

/** Nobody closes a picker as quickly as one that was never shown. */
const shortestLookMs = 100;

/**
 * Asks for files; needs a click. Resolves with none where the person thinks better of it. Rejects where this picker
 * cannot be shown, as on remote and headless desktops, which report it as closed: then the ordinary one serves.
 */
export async function pickWithHandles(accept: Record<string, readonly string[]>): Promise<ChosenFile[]> {
  const askedAt = performance.now();
  try {
    const types = [{ description: 'Pictures, films and sound', accept }];
    const handles = (await (window as PickerWindow).showOpenFilePicker?.({ multiple: true, types })) ?? [];
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch (error) {
    const closed = (error as DOMException).name === 'AbortError';
    if (closed && performance.now() - askedAt > shortestLookMs) return [];
    throw error;
  }
}

/** What was dropped. Handles can be asked for within the event only, so that nothing is awaited before. */
export function readDrop(transfer: DataTransfer): Promise<ChosenFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  return Promise.all(
    items.map(async (item: HandleItem) => {
      const file = item.getAsFile();
      const handle = await item.getAsFileSystemHandle?.().catch(() => null);
      return { file, handle: handle?.kind === 'file' ? (handle as FileSystemFileHandle) : null };
    }),
  ).then((chosen) => chosen.filter((each): each is ChosenFile => each.file !== null));
}

/** Opens a file again; needs a click. Undefined where that is not allowed, or the file has gone. */
export async function reopen(handle: PermissionHandle): Promise<File | undefined> {
  try {
    if ((await handle.requestPermission?.({ mode: 'read' })) === 'denied') return undefined;
    return await handle.getFile();
  } catch {
    return undefined;
  }
}
