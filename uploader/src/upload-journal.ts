import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { UploadRecord } from './upload-record.ts';

/** Where records of unfinished uploads are kept. */
export interface UploadJournal {
  put(record: UploadRecord): Promise<unknown>;
  get(id: string): Promise<UploadRecord | undefined>;
  ofUser(userId: string): Promise<UploadRecord[]>;
  remove(id: string): Promise<unknown>;
}

interface Schema extends DBSchema {
  uploads: { key: string; value: UploadRecord; indexes: { userId: string } };
}

/** In IndexedDB, which can hold file handles. Rejects where the browser allows no storage. */
export function openUploadJournal(name = 'media-feed'): UploadJournal {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const database = () =>
    (opened ??= openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('uploads', { keyPath: 'id' }).createIndex('userId', 'userId');
      },
    }));
  return {
    put: async (record) => (await database()).put('uploads', record),
    get: async (id) => (await database()).get('uploads', id),
    ofUser: async (userId) => (await database()).getAllFromIndex('uploads', 'userId', userId),
    remove: async (id) => (await database()).delete('uploads', id),
  };
}
