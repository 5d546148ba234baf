import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  fakeApi,
  fakeStorage,
  fakeTiming,
  itemWith,
  largeFile,
  mediaIdOf,
  problemOf,
  statusReached,
} from '../test/fakes.ts';
import type { PutRequest, PutToStorage, UploadApi } from './upload-api.ts';
import { UploadEngine } from './upload-engine.ts';
import { openUploadJournal, type UploadJournal } from './upload-journal.ts';
import { UploadFiles } from './upload-files.ts';
import { UploadPersistence } from './upload-persistence.ts';
import { browserLocks } from './upload-locks.ts';

const MiB = 1024 * 1024;
const ada = mediaIdOf(101);
const bob = mediaIdOf(102);
const film = () => largeFile(101 * MiB); // 13 parts of 8 MiB, the last one of 5 MiB
const picture = (content = 'pixels') => new File([content], 'a.jpg', { type: 'image/jpeg', lastModified: 1 });

interface TabOptions {
  readonly journal: UploadJournal;
  readonly api?: Partial<UploadApi>;
  readonly put?: PutToStorage;
  readonly userId?: string;
}

const openTabs: UploadPersistence[] = [];

/** A page with somebody signed in; closing it ends what it owns, as the browser does with locks. */
function openTab({
  journal,
  api: overrides = {},
  put = fakeStorage(() => undefined).put,
  userId = ada,
}: TabOptions) {
  const { api, calls } = fakeApi(overrides);
  const engine = new UploadEngine({ api, put, timing: fakeTiming().timing });
  const persistence = new UploadPersistence({ engine, journal, locks: browserLocks, api });
  const files = new UploadFiles(engine, persistence);
  openTabs.push(persistence);
  engine.setSignedIn(true);
  persistence.setUser(userId);
  const close = (): void => {
    persistence.leave();
    engine.forgetAll();
  };
  return { engine, persistence, files, calls, close };
}

/** Storage that accepts the first `count` PUTs and lets all others hang. */
function storageUpTo(count: number) {
  const requests: PutRequest[] = [];
  const put: PutToStorage = (request) =>
    requests.push(request) <= count
      ? Promise.resolve({ status: 200, etag: `"${request.url}"` })
      : new Promise((_resolve, reject) => {
          request.signal.addEventListener('abort', () => {
            reject(new DOMException('Given up', 'AbortError'));
          });
        });
  return { put, requests };
}

/** What the API answers about parts 1 to `count`. */
const holds = (count: number): Partial<UploadApi> => ({
  listParts: () =>
    Promise.resolve({
      partSize: 8 * MiB,
      partCount: 13,
      parts: Array.from({ length: count }, (_, index) => ({
        partNumber: index + 1,
        size: 8 * MiB,
        etag: `"${String(index + 1)}"`,
      })),
    }),
});

let journals = 0;
const newJournal = (): UploadJournal => openUploadJournal(`journal-${String((journals += 1))}`);

async function eventually(look: () => Promise<void> | void): Promise<void> {
  const deadline = Date.now() + 5000;
  for (;;) {
    try {
      await look();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** Leaves an upload behind as a closed tab does, once it is written down with the place that it was given. */
async function leaveBehind(
  journal: UploadJournal,
  file: File,
  { userId = ada, handle = null }: { userId?: string; handle?: FileSystemFileHandle | null } = {},
) {
  // A tab that does not look for what others left behind.
  const tab = openTab({
    journal: { ...journal, ofUser: () => Promise.resolve([]) },
    put: storageUpTo(0).put,
    userId,
  });
  tab.files.add([{ file, handle }]);
  await eventually(async () => {
    const records = await journal.ofUser(userId);
    expect(records.find(({ fileName }) => fileName === file.name)?.mediaId).toBe(mediaIdOf(1));
  });
  tab.close();
}

afterEach(() => {
  for (const persistence of openTabs.splice(0)) persistence.leave();
});

describe('UploadPersistence', () => {
  it('brings an upload of an earlier visit back, and sends only what storage lacks', async () => {
    const journal = newJournal();
    await leaveBehind(journal, film());

    const { put, requests } = fakeStorage(() => undefined);
    const { engine, files, calls } = openTab({ journal, api: holds(10), put });
    expect(await statusReached(engine, 'interrupted')).toMatchObject({
      fileName: 'film.mp4',
      storedBytes: 80 * MiB,
      hasHandle: false,
    });
    await files.pick(engine.uploads.get()[0]?.id ?? '', film());
    await statusReached(engine, 'checking');

    expect(requests.map(({ url }) => url)).toEqual(
      [11, 12, 13].map((n) => `http://storage/part/${String(n)}`),
    );
    expect(calls).not.toContain('startMultipart');
    await eventually(async () => {
      expect(await journal.ofUser(ada)).toEqual([]);
    });
  });

  it('rejects another file of the same size and keeps waiting', async () => {
    const journal = newJournal();
    await leaveBehind(journal, film());
    const { engine, files } = openTab({ journal });
    const { id } = await statusReached(engine, 'interrupted');
    await files.pick(id, largeFile(101 * MiB, 'y'));
    expect(engine.uploads.get()[0]).toMatchObject({ status: 'interrupted', failure: 'another-file' });
  });

  it('recognises a file that is simply chosen again, and begins a new upload with one that only has its size', async () => {
    const journal = newJournal();
    await leaveBehind(journal, film());
    const { engine, files, calls } = openTab({ journal, api: holds(13) });
    await statusReached(engine, 'interrupted');
    files.add([{ file: largeFile(101 * MiB, 'y'), handle: null }]);
    await eventually(() => {
      expect(engine.uploads.get()).toHaveLength(2);
    });
    expect(engine.uploads.get()[0]?.status).toBe('interrupted');
    files.add([{ file: film(), handle: null }]);
    await eventually(() => {
      expect(engine.uploads.get().map(({ status }) => status)).toEqual(['checking', 'checking']);
    });
    expect(calls.filter((call) => call === 'startMultipart')).toHaveLength(1);
  });

  it('shows an upload to its own person only, also after others used the page', async () => {
    const journal = newJournal();
    await leaveBehind(journal, film(), { userId: ada });
    await leaveBehind(journal, picture(), { userId: bob });
    const { engine, close, persistence } = openTab({ journal, userId: bob });
    await statusReached(engine, 'interrupted');
    expect(engine.uploads.get().map(({ fileName }) => fileName)).toEqual(['a.jpg']);
    close();
    persistence.setUser(ada);
    await statusReached(engine, 'interrupted');
    expect(engine.uploads.get().map(({ fileName }) => fileName)).toEqual(['film.mp4']);
  });

  it('leaves an upload to the tab that owns it, and takes it over when that is closed', async () => {
    const journal = newJournal();
    const first = openTab({ journal, put: storageUpTo(3).put });
    first.files.add([{ file: film(), handle: null }]);
    await eventually(async () => {
      expect(await journal.ofUser(ada)).toHaveLength(1);
    });
    await leaveBehind(journal, picture());
    const second = openTab({ journal });
    await statusReached(second.engine, 'interrupted');
    expect(second.engine.uploads.get().map(({ fileName }) => fileName)).toEqual(['a.jpg']);
    first.close();
    await eventually(() => {
      expect(second.engine.uploads.get().map(({ fileName }) => fileName)).toEqual(['a.jpg', 'film.mp4']);
    });
  });

  it.each([
    ['gone', () => Promise.reject(problemOf(404, 'not-found')), []],
    ['expired', (id: string) => Promise.resolve(itemWith({ id, status: 'EXPIRED' })), []],
    ['arrived after all', (id: string) => Promise.resolve(itemWith({ id, status: 'READY' })), ['checking']],
  ])('forgets an upload that is %s', async (_case, getMedia, shown) => {
    const journal = newJournal();
    await leaveBehind(journal, film());
    const { engine } = openTab({ journal, api: { getMedia } });
    await eventually(async () => {
      expect(await journal.ofUser(ada)).toEqual([]);
    });
    expect(engine.uploads.get().map(({ status }) => status)).toEqual(shown);
  });

  it('forgets an upload that is cancelled', async () => {
    const journal = newJournal();
    await leaveBehind(journal, film());
    const { engine, calls } = openTab({ journal });
    engine.remove((await statusReached(engine, 'interrupted')).id);
    await eventually(async () => {
      expect(await journal.ofUser(ada)).toEqual([]);
    });
    expect(calls).toContain(`abortMultipart ${mediaIdOf(1)}`);
  });

  it('sends a small file to the place it was given before, where 412 says that it had arrived', async () => {
    const journal = newJournal();
    await leaveBehind(journal, picture());
    const { put, requests } = fakeStorage(() => ({ status: 412 }));
    const { engine, files, calls } = openTab({ journal, put });
    await files.pick((await statusReached(engine, 'interrupted')).id, picture());
    await statusReached(engine, 'checking');
    expect(requests.map(({ url }) => url)).toEqual(['http://storage/1']);
    expect(calls).not.toContain('requestUpload');
  });
});

describe('UploadPersistence with a file that the browser can open again', () => {
  /** IndexedDB of this test cannot hold a fake of a handle: a map does. */
  function mapJournal(): UploadJournal {
    const records = new Map<string, Parameters<UploadJournal['put']>[0]>();
    return {
      put: (record) => Promise.resolve(records.set(record.id, record)),
      get: (id) => Promise.resolve(records.get(id)),
      ofUser: (userId) => Promise.resolve([...records.values()].filter((record) => record.userId === userId)),
      remove: (id) => Promise.resolve(records.delete(id)),
    };
  }
  const handleOf = (file: File, permission: PermissionState = 'granted') =>
    ({
      kind: 'file',
      requestPermission: () => Promise.resolve(permission),
      getFile: () => Promise.resolve(file),
    }) as unknown as FileSystemFileHandle;
  const edited = new File(['pixels'], 'a.jpg', { lastModified: 2 });

  it.each([
    ['resumes', handleOf(picture()), { status: 'queued', failure: null }],
    [
      'reports when it may not',
      handleOf(picture(), 'denied'),
      { failure: 'file-unreachable', hasHandle: false },
    ],
    [
      'reports when the file was edited since',
      handleOf(edited),
      { failure: 'file-changed', hasHandle: false },
    ],
  ])('%s', async (_case, handle, expected) => {
    const journal = mapJournal();
    await leaveBehind(journal, picture(), { handle });
    const { engine, files } = openTab({ journal });
    const { id, hasHandle } = await statusReached(engine, 'interrupted');
    expect(hasHandle).toBe(true);
    engine.setSignedIn(false); // so that it stops where it is queued
    await files.reopen(id);
    expect(engine.uploads.get()[0]).toMatchObject(expected);
  });
});
