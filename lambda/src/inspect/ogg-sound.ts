/** The sound of an Ogg from its first page to its last: links of a chain joined, junk and doubled headers left out. */
import { Malformed } from './bytes.ts';
import type { Examination } from './examination.ts';
import { oggPacketRole, readOggHead, type OggStream } from './ogg-heads.ts';
import { packetCounter, type CountSamples } from './ogg-packet-samples.ts';
import { findOggPage, hasOggChecksum, oggFlags, type OggPage } from './ogg-page.ts';
import { checkTrailing } from './trailing.ts';

/** What one page holds of the sound. */
export interface SoundPage {
  /** It begins with the rest of a packet. */
  readonly isContinued: boolean;
  readonly lacing: readonly number[];
  readonly content: Uint8Array;
  /** Samples from the beginning to the end of the last packet that ends here; undefined where none does. */
  readonly granule: number | undefined;
  readonly isLast: boolean;
}

export interface OggSound {
  readonly stream: OggStream;
  /** Vorbis' third header. */
  readonly setup: Uint8Array | undefined;
  readonly packets: number;
  /** What players play. */
  readonly seconds: number;
}

/** Gets the stream before its first page, and then page by page. */
export interface TakeSound {
  begin(stream: OggStream, setup: Uint8Array | undefined): Promise<void>;
  page(page: SoundPage): Promise<void>;
}

const maxSetupBytes = 1024 * 1024;

interface Link {
  readonly stream: OggStream;
  setup: Uint8Array | undefined;
  /** A header that goes on on the next page. */
  openHeader: Uint8Array[];
  /** What the packet is that goes on on the next page. */
  open: 'SOUND' | 'HEADER' | undefined;
  hasSound: boolean;
  /** What the granules of this link count from; undefined before its first one. */
  granuleBase: number | undefined;
}

export class OggSoundReader {
  readonly #examination: Examination;
  readonly #take: TakeSound | undefined;
  #link: Link | undefined;
  #first: { stream: OggStream; setup: Uint8Array | undefined } | undefined;
  #count: CountSamples | undefined;
  #samples = 0;
  #packets = 0;
  /** Granule of the page before the one that is held back. */
  #granuleBefore = 0;
  #held: Omit<SoundPage, 'isLast'> | undefined;
  /** Granule that the last page has in the file, in our count. */
  #end: number | undefined;
  /** Samples that players leave out at the beginning, as a negative number (Vorbis I A.2). */
  #shift = 0;
  #isAtBeginning = false;
  /** The link that begins has its sound. */
  #hasStream = false;
  /** Samples of the packet that goes on on the next page. */
  #pending = 0;
  #junkBytes = 0;

  constructor(examination: Examination, take?: TakeSound) {
    this.#examination = examination;
    this.#take = take;
  }

  /** `undefined` where the Ogg cannot be published as one recording; the reason is noted. */
  async read(): Promise<OggSound | undefined> {
    const examination = this.#examination;
    for (let at = 0; at < examination.size;) {
      const page = await findOggPage(examination, at);
      if (!page) {
        await checkTrailing(examination, at, 'Ogg');
        break;
      }
      await examination.scan(at, page.start - at, 'between the pages of the Ogg');
      this.#junkBytes += page.start - at;
      const bytes = await examination.bytes(page.start, page.end - page.start);
      if (!hasOggChecksum(bytes)) throw new Malformed('A page of the Ogg has a wrong checksum.');
      const isJoined = await this.#readPage(page, bytes.subarray(page.content - page.start));
      if (!isJoined) {
        examination.rejectUnsupportedFeature('CHAINED_STREAMS');
        return undefined;
      }
      at = page.end;
    }
    return this.#finish();
  }

  /** @returns false where another recording begins. */
  async #readPage(page: OggPage, content: Uint8Array): Promise<boolean> {
    if (page.flags & oggFlags.beginning) return this.#beginStream(page, content);
    this.#isAtBeginning = false;
    const link = this.#link;
    if (link?.stream.serial !== page.serial) return true;
    const kept: Piece[] = [];
    let ended = 0;
    const isContinued = (page.flags & oggFlags.continued) !== 0;
    if (!isContinued) link.open = undefined;
    for (const piece of piecesOf(page, content)) {
      const goesOn = isContinued && piece.isFirst;
      const what = goesOn ? link.open : this.#roleOf(link, piece.bytes);
      link.open = piece.ends ? undefined : what;
      if (what === 'HEADER') this.#readHeader(link, piece, goesOn);
      if (what !== 'SOUND') continue;
      if (!link.hasSound && !(await this.#beginSound(link))) return false;
      kept.push(piece);
      if (!goesOn) this.#pending = this.#count?.(piece.bytes) ?? 0;
      if (!piece.ends) continue;
      this.#samples += this.#pending;
      this.#packets += 1;
      ended += 1;
    }
    if (kept.length > 0) await this.#hold(link, page, kept, isContinued && kept[0]?.isFirst === true, ended);
    return true;
  }

  #roleOf(link: Link, bytes: Uint8Array): 'SOUND' | 'HEADER' {
    return oggPacketRole(link.stream, bytes) === 'SOUND' ? 'SOUND' : 'HEADER';
  }

  #readHeader(link: Link, { bytes, ends }: Piece, goesOn: boolean): void {
    if (!goesOn) link.openHeader = [];
    if (!goesOn && oggPacketRole(link.stream, bytes) !== 'SETUP') return;
    if (goesOn && link.openHeader.length === 0) return;
    link.openHeader.push(new Uint8Array(bytes));
    if (link.openHeader.length * 255 * 255 > maxSetupBytes) throw new Malformed('It has too much metadata.');
    if (!ends) return;
    link.setup ??= Buffer.concat(link.openHeader);
    link.openHeader = [];
  }

  /**
   * §6: the first pages of all streams of a link come before everything else; the first that is sound counts.
   * @returns false where another recording begins.
   */
  #beginStream(page: OggPage, content: Uint8Array): boolean {
    if (!this.#isAtBeginning) this.#hasStream = false;
    this.#isAtBeginning = true;
    if (this.#hasStream) return true;
    const head = readOggHead(content, page.serial);
    if (!('stream' in head)) return 'ignored' in head || this.#link === undefined;
    const { stream } = head;
    // Its frames are numbered from the beginning of their own link.
    if (this.#link && stream.track.codec === 'flac') return false;
    this.#hasStream = true;
    this.#link = {
      stream,
      setup: undefined,
      openHeader: [],
      open: undefined,
      hasSound: false,
      granuleBase: undefined,
    };
    return true;
  }

  /** @returns whether this link can go on where the one before ended. */
  async #beginSound(link: Link): Promise<boolean> {
    link.hasSound = true;
    if (this.#first) return isSameConfiguration(this.#first, link);
    this.#first = { stream: link.stream, setup: link.setup };
    this.#count = packetCounter(link.stream, link.setup);
    await this.#take?.begin(link.stream, link.setup);
    return true;
  }

  async #hold(link: Link, page: OggPage, kept: Piece[], isContinued: boolean, ended: number): Promise<void> {
    await this.#release(false);
    if (page.granule !== undefined && ended > 0) {
      link.granuleBase ??= this.#baseOf(link, page, page.granule);
      this.#end = page.granule - link.granuleBase;
    }
    this.#held = {
      isContinued,
      lacing: kept.flatMap(({ lacing }) => lacing),
      content: Buffer.concat(kept.map(({ bytes }) => bytes)),
      granule: ended > 0 ? Math.max(0, this.#samples + this.#shift) : undefined,
    };
  }

  /** What the granules of a link count from: where it was cut out of a stream, that is the stream's beginning. */
  #baseOf({ stream }: Link, { flags }: OggPage, granule: number): number {
    const base = granule - this.#samples;
    if (stream !== this.#first?.stream || base >= 0) return base;
    // Fewer samples than the packets have: left out at the end where this is the last page, else at the beginning.
    if (!(flags & oggFlags.end)) this.#shift = base;
    return 0;
  }

  async #release(isLast: boolean, granule = this.#held?.granule): Promise<void> {
    if (!this.#held) return;
    await this.#take?.page({ ...this.#held, granule, isLast });
    this.#granuleBefore = this.#held.granule ?? this.#granuleBefore;
    this.#held = undefined;
  }

  async #finish(): Promise<OggSound | undefined> {
    const first = this.#first;
    if (!first || this.#packets === 0) throw new Malformed('The Ogg has no sound.');
    if (this.#junkBytes > this.#examination.size / 2) throw new Malformed('Most of the Ogg is no sound.');
    // RFC 7845 §4.4, Vorbis I A.2: the last page may say that its last packets are not played to their end.
    const whole = Math.max(0, this.#samples + this.#shift);
    const end = this.#end ?? whole;
    const samples = end < whole && end > this.#granuleBefore ? end : whole;
    await this.#release(true, this.#held?.granule === undefined ? undefined : samples);
    const { granuleHertz, preSkip } = first.stream;
    return { ...first, packets: this.#packets, seconds: Math.max(0, samples - preSkip) / granuleHertz };
  }
}

interface Piece {
  readonly bytes: Uint8Array;
  readonly lacing: readonly number[];
  readonly isFirst: boolean;
  /** The packet ends here. */
  readonly ends: boolean;
}

/** §6 (lacing): a packet is segments of 255 bytes, and one that is shorter. */
function piecesOf(page: OggPage, content: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let lacing: number[] = [];
  for (const [index, length] of page.lacing.entries()) {
    lacing.push(length);
    const ends = length < 255;
    if (!ends && index < page.lacing.length - 1) continue;
    const bytes = lacing.reduce((sum, segment) => sum + segment, 0);
    pieces.push({ bytes: content.subarray(at, at + bytes), lacing, isFirst: pieces.length === 0, ends });
    at += bytes;
    lacing = [];
  }
  return pieces;
}

/** Whether one decoder decodes both. */
function isSameConfiguration(
  one: { stream: OggStream; setup: Uint8Array | undefined },
  other: { stream: OggStream; setup: Uint8Array | undefined },
): boolean {
  if (one.stream.track.codec !== other.stream.track.codec) return false;
  if (!Buffer.from(one.setup ?? []).equals(other.setup ?? Buffer.alloc(0))) return false;
  return Buffer.from(comparable(one.stream)).equals(comparable(other.stream));
}

/** The first header without what players need not know, or need once only: Opus' pre-skip and rate, Vorbis' bit rates. */
function comparable({ head, track }: OggStream): Uint8Array {
  const known = new Uint8Array(head);
  if (track.codec === 'opus') known.fill(0, 10, 16);
  if (track.codec === 'vorbis') known.fill(0, 16, 28);
  return known;
}
