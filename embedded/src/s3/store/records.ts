import type { ChecksumAlgorithm } from '../checksums.ts';

/** One immutable data file, or a part of an object: an object that came in parts keeps them as they came. */
export interface Segment {
  readonly file: string;
  readonly size: number;
}

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of an object in parts the checksum of the parts' checksums and `-N`. */
  readonly value: string;
}

/** What a caller says of an object beside its bytes. */
export interface ObjectDescription {
  /** Content-Type, Cache-Control and the like, lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ObjectRecord extends ObjectDescription {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** ISO 8601. */
  readonly lastModified: string;
  readonly segments: readonly Segment[];
  readonly checksum?: StoredChecksum;
}

export interface PartRecord extends Segment {
  readonly number: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly checksum?: StoredChecksum;
}

export interface UploadRecord extends ObjectDescription {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiated: string;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
}

/** Everything that can happen to the store; the journal is the list of them. */
export type Change =
  | { readonly type: 'object-stored'; readonly object: ObjectRecord; readonly completedUpload?: string }
  | { readonly type: 'object-deleted'; readonly bucket: string; readonly key: string }
  | { readonly type: 'upload-created'; readonly upload: UploadRecord }
  | { readonly type: 'part-stored'; readonly upload: string; readonly part: PartRecord }
  | { readonly type: 'upload-aborted'; readonly upload: string };
