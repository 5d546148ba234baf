import { readFile, rename, writeFile } from 'node:fs/promises';
import type { CorsRule } from '../cors.ts';
import { isMissing } from '../store/is-missing.ts';
import type { XmlElements } from '../xml.ts';
import { corsDocument, readCorsRules } from './cors-document.ts';
import { notificationDocument, readNotificationRules } from './notification-document.ts';
import type { NotificationRule } from './notification-document.ts';

/** Parts of a bucket's configuration, each a document of its own as it was put. */
export type DocumentKind = 'cors' | 'lifecycle' | 'notification' | 'publicAccessBlock';

/** A bucket that is there from the start; what is said here goes before what was put earlier. */
export interface BucketOptions {
  readonly name: string;
  readonly cors?: readonly CorsRule[];
  /** Objects created under this prefix are announced. */
  readonly events?: { readonly prefix: string };
}

export interface Bucket {
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly documents: Readonly<Partial<Record<DocumentKind, XmlElements>>>;
  readonly cors: readonly CorsRule[];
  readonly notifications: readonly NotificationRule[];
}

type KeptBucket = Pick<Bucket, 'name' | 'createdAt' | 'documents'>;

/** The buckets and their configuration, kept in one file: they are few and hardly ever change. */
export class BucketRegistry {
  readonly #path: string;
  readonly #buckets: Map<string, Bucket>;
  #lastWrite: Promise<void> = Promise.resolve();

  private constructor(path: string, buckets: Map<string, Bucket>) {
    this.#path = path;
    this.#buckets = buckets;
  }

  static async open(path: string, declared: readonly BucketOptions[]): Promise<BucketRegistry> {
    const kept = await readKept(path);
    const buckets = new Map(kept.map((bucket) => [bucket.name, interpret(bucket)]));
    for (const options of declared) {
      const before = buckets.get(options.name);
      const { cors: _cors, notification: _notification, ...documents } = before?.documents ?? {};
      buckets.set(
        options.name,
        interpret({
          name: options.name,
          createdAt: before?.createdAt ?? new Date().toISOString(),
          documents: { ...documents, ...documentsOf(options) },
        }),
      );
    }
    return new BucketRegistry(path, buckets);
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** By name, as S3 lists them. */
  all(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async create(name: string): Promise<void> {
    this.#buckets.set(name, interpret({ name, createdAt: new Date().toISOString(), documents: {} }));
    await this.#write();
  }

  async remove(name: string): Promise<void> {
    this.#buckets.delete(name);
    await this.#write();
  }

  /** Undefined removes the document. */
  async configure(name: string, kind: DocumentKind, document: XmlElements | undefined): Promise<void> {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) return;
    const { [kind]: _replaced, ...others } = bucket.documents;
    const documents = document === undefined ? others : { ...others, [kind]: document };
    this.#buckets.set(name, interpret({ ...bucket, documents }));
    await this.#write();
  }

  /** One after the other; each writes what is true by then. */
  async #write(): Promise<void> {
    const written = this.#lastWrite.then(async () => {
      const kept = this.all().map(({ name, createdAt, documents }) => ({ name, createdAt, documents }));
      await writeFile(`${this.#path}.new`, JSON.stringify(kept));
      await rename(`${this.#path}.new`, this.#path);
    });
    this.#lastWrite = written.catch(() => undefined);
    await written;
  }
}

async function readKept(path: string): Promise<KeptBucket[]> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as KeptBucket[];
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function interpret(bucket: KeptBucket): Bucket {
  const { name, createdAt, documents } = bucket;
  return {
    name,
    createdAt,
    documents,
    cors: readCorsRules(documents.cors ?? {}),
    notifications: readNotificationRules(documents.notification ?? {}),
  };
}

function documentsOf({ cors, events }: BucketOptions): Bucket['documents'] {
  return {
    ...(cors === undefined ? {} : { cors: corsDocument(cors) }),
    ...(events === undefined ? {} : { notification: notificationDocument(events.prefix) }),
  };
}
