/** One look at one file: reading, counting steps and bytes, and the rejections found on the way. */
import { rejectionReasons, type Rejection, type UnsupportedFeature } from '@media-feed/contract';
import { findActiveContent, longestSignBytes, payloadAtStart } from './active-content.ts';
import { isZero, Malformed } from './bytes.ts';
import type { InspectionLimits } from './inspection.ts';
import {
  countingReader,
  pagedReader,
  readerBehind,
  type CountingReader,
  type RangedReader,
} from './ranged-reader.ts';

/** `index`: what a few ranged reads tell. `whole`: every structure to the true end of the file. */
export type Depth = 'index' | 'whole';

const KiB = 1024;
const pages = {
  index: { pageBytes: 8 * KiB, maxPagesAhead: 4, maxPages: 64 },
  whole: { pageBytes: 64 * KiB, maxPagesAhead: 16, maxPages: 64 },
} as const;
/** Optional reads of the first look (metadata, frame counts) end once it has read this much. */
const firstLookBytes = 160 * KiB;
/** What even a scattered index may cost; beyond it the file is rejected. */
const maxFirstLookBytes = 16 * 1024 * KiB;
/** How much of one stretch of metadata the first look scans. */
const firstLookScanBytes = 4 * KiB;
const scanPieceBytes = 256 * KiB;

export class Examination {
  readonly size: number;
  readonly limits: InspectionLimits;
  readonly depth: Depth;
  readonly #reader: RangedReader;
  readonly #storage: CountingReader;
  readonly #rejections: Rejection[] = [];
  #steps = 0;
  #metadataBytes = 0;

  /** The same file as if it began at `start`. */
  behind(start: number): Examination {
    return new Examination(readerBehind(this.#storage, start), this.limits, this.depth);
  }

  /** Takes over what another look at the same file has found. */
  adopt(other: Examination): void {
    this.#rejections.push(...other.#rejections);
  }

  constructor(reader: RangedReader, limits: InspectionLimits, depth: Depth) {
    this.size = reader.size;
    this.limits = limits;
    this.depth = depth;
    this.#storage = countingReader(reader);
    this.#reader = pagedReader(this.#storage, pages[depth]);
  }

  /** Exactly the bytes asked for; `Malformed` where the file ends before. */
  async bytes(offset: number, length: number): Promise<Uint8Array> {
    if (offset + length > this.size) throw new Malformed('It ends too early.');
    const bytes = await this.#read(offset, length);
    if (bytes.length < length) throw new Malformed('It ends too early.');
    return bytes;
  }

  /** The bytes at `offset` as far as the file goes. */
  async upTo(offset: number, length: number): Promise<Uint8Array> {
    return this.#read(offset, Math.max(0, Math.min(length, this.size - offset)));
  }

  #read(offset: number, length: number): Promise<Uint8Array> {
    if (this.depth === 'index' && this.#storage.bytesRead > maxFirstLookBytes) {
      throw new Malformed('Its index is scattered all over the file.');
    }
    return this.#reader.read(offset, length);
  }

  /** Whether the first look has read so much that what is merely nice to know must wait for the walk. */
  get isWornOut(): boolean {
    return this.depth === 'index' && this.#storage.bytesRead >= firstLookBytes;
  }

  /** Counts one box, chunk, segment, element or block. */
  step(): void {
    this.#steps += 1;
    if (this.#steps > this.limits.maxBoxes) throw new Malformed('It has too many parts.');
  }

  /** Notes a reason to reject; the examination goes on, because a graver one may follow. */
  reject(rejection: Rejection): void {
    this.#rejections.push(rejection);
  }

  /** @param found with its article, such as "a ZIP archive". */
  rejectUnsupported(found: string): void {
    this.reject({ reason: 'UNSUPPORTED_TYPE', parameters: { found } });
  }

  /** @param format with its article, such as "an MP4"; `feature` is what of it is not supported. */
  rejectFeature(format: string, feature: string): void {
    this.reject({ reason: 'UNSUPPORTED_TYPE', parameters: { format, feature } });
  }

  /** For files that are whole and of a supported type. */
  rejectUnsupportedFeature(feature: UnsupportedFeature): void {
    this.reject({ reason: 'UNSUPPORTED_FEATURE', parameters: { feature } });
  }

  /** @param found with its article; `place` such as "in the metadata". */
  rejectActive(found: string, place: string): void {
    this.reject({ reason: 'ACTIVE_CONTENT', parameters: { found, place } });
  }

  /** Of all the reasons noted the first in the contract's order of precedence. */
  get rejection(): Rejection | undefined {
    const rank = ({ reason }: Rejection): number => rejectionReasons.indexOf(reason);
    return this.#rejections.toSorted((one, other) => rank(one) - rank(other))[0];
  }

  /** Counts bytes of metadata against the limit for one file. */
  countMetadata(bytes: number): void {
    const limit = this.limits.maxMetadataBytes;
    const wasWithin = this.#metadataBytes <= limit;
    this.#metadataBytes += bytes;
    if (wasWithin && this.#metadataBytes > limit)
      this.reject({ reason: 'TOO_LARGE', parameters: { metadata: 'STORED', limit } });
  }

  /** Whether a payload begins with `bytes` that could run or open on its own. */
  checkPayload(bytes: Uint8Array, where: string): void {
    const found = payloadAtStart(bytes);
    if (found !== undefined) this.rejectActive(found, where);
  }

  /** Looks for active content in metadata already at hand. */
  scanBytes(bytes: Uint8Array, where: string): void {
    const found = payloadAtStart(bytes) ?? findActiveContent(bytes);
    if (found !== undefined) this.rejectActive(found, where);
  }

  /** Where the structure cannot say what is metadata, the beginning of the file is looked at as a whole. */
  async scanBroken(): Promise<void> {
    const head = await this.#reader.read(0, Math.min(this.size, 64 * KiB));
    const found = findActiveContent(head);
    if (found !== undefined) this.rejectActive(found, 'behind a beginning that looks like media');
  }

  /**
   * Looks for active content in a stretch that nothing displays: its beginning in the first look, all of it
   * in the walk to the end.
   * @param among what the stretch consists of; samples may look like short pieces of text by chance.
   */
  async scan(
    offset: number,
    length: number,
    where: string,
    among: 'metadata' | 'samples' = 'metadata',
  ): Promise<void> {
    if (length <= 0 || this.isWornOut) return;
    const reach = this.depth === 'index' ? Math.min(length, firstLookScanBytes) : length;
    const end = Math.min(offset + reach, this.size);
    for (let at = offset; at < end; at += scanPieceBytes) {
      const piece = await this.upTo(at, Math.min(scanPieceBytes + longestSignBytes, end - at));
      if (at === offset && isZero(piece)) continue;
      const isBeginning = at === offset && among === 'metadata';
      const found = (isBeginning ? payloadAtStart(piece) : undefined) ?? findActiveContent(piece, among);
      if (found !== undefined) {
        this.rejectActive(found, where);
        return;
      }
    }
  }
}
