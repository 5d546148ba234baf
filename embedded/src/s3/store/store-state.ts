import { SortedKeys } from './sorted-keys.ts';
import type { Change, ObjectRecord, PartRecord, Segment, UploadRecord } from './records.ts';

export interface OpenUpload {
  readonly upload: UploadRecord;
  readonly parts: Map<number, PartRecord>;
}

/** What the changes so far add up to. */
export class StoreState {
  readonly #buckets = new Map<string, { objects: Map<string, ObjectRecord>; keys: SortedKeys }>();
  readonly uploads = new Map<string, OpenUpload>();

  constructor(buckets: readonly string[]) {
    for (const name of buckets) this.#bucket(name);
  }

  find(bucket: string, key: string): ObjectRecord | undefined {
    return this.#buckets.get(bucket)?.objects.get(key);
  }

  keys(bucket: string): SortedKeys {
    return this.#bucket(bucket).keys;
  }

  /** Returns the segments that nothing refers to any more. */
  apply(change: Change): readonly Segment[] {
    switch (change.type) {
      case 'object-stored':
        return this.#storeObject(change.object, change.completedUpload);
      case 'object-deleted':
        return this.#deleteObject(change.bucket, change.key);
      case 'upload-created':
        this.uploads.set(change.upload.id, { upload: change.upload, parts: new Map() });
        return [];
      case 'part-stored':
        return this.#storePart(change.upload, change.part);
      case 'upload-aborted':
        return this.#endUpload(change.upload);
    }
  }

  /** The shortest list of changes that leads here. */
  *changes(): Generator<Change> {
    for (const { objects } of this.#buckets.values()) {
      for (const object of objects.values()) yield { type: 'object-stored', object };
    }
    for (const { upload, parts } of this.uploads.values()) {
      yield { type: 'upload-created', upload };
      for (const part of parts.values()) yield { type: 'part-stored', upload: upload.id, part };
    }
  }

  *segments(): Generator<Segment> {
    for (const { objects } of this.#buckets.values()) {
      for (const object of objects.values()) yield* object.segments;
    }
    for (const { parts } of this.uploads.values()) yield* parts.values();
  }

  #storeObject(object: ObjectRecord, completedUpload: string | undefined): Segment[] {
    const { objects, keys } = this.#bucket(object.bucket);
    const replaced = objects.get(object.key)?.segments ?? [];
    if (!objects.has(object.key)) keys.add(object.key);
    objects.set(object.key, object);
    const ended = completedUpload === undefined ? [] : this.#endUpload(completedUpload);
    const kept = new Set(object.segments.map(({ file }) => file));
    return [...replaced, ...ended].filter(({ file }) => !kept.has(file));
  }

  #deleteObject(bucket: string, key: string): readonly Segment[] {
    const { objects, keys } = this.#bucket(bucket);
    const segments = objects.get(key)?.segments ?? [];
    objects.delete(key);
    keys.delete(key);
    return segments;
  }

  #storePart(uploadId: string, part: PartRecord): Segment[] {
    const open = this.uploads.get(uploadId);
    if (open === undefined) return [part];
    const replaced = open.parts.get(part.number);
    open.parts.set(part.number, part);
    return replaced === undefined ? [] : [replaced];
  }

  #endUpload(uploadId: string): Segment[] {
    const parts = this.uploads.get(uploadId)?.parts.values() ?? [];
    this.uploads.delete(uploadId);
    return [...parts];
  }

  #bucket(name: string) {
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      bucket = { objects: new Map(), keys: new SortedKeys() };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }
}
