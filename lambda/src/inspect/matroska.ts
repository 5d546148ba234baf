/** Matroska and WebM: RFC 9559 §4.5 (structure), §5.1 (elements). */
import { hasText, Malformed } from './bytes.ts';
import { childrenOf, floatOf, readElement, textOf, unsignedOf, type Element } from './ebml.ts';
import type { Examination } from './examination.ts';
import { checkPixels, type Facts } from './facts.ts';
import { displaySize } from './iso-tracks.ts';
import { walkCluster } from './matroska-clusters.ts';
import { matroskaTrackFacts } from './matroska-codecs.ts';
import { id, topLevel, type BlocksOfTrack, type Segment } from './matroska-segment.ts';
import type { TrackFacts } from './inspection.ts';
import { readMatroskaTrack } from './matroska-tracks.ts';
import { keepPlayable, type FoundTrack } from './playable-tracks.ts';
import { soundTarget, videoTarget } from './targets.ts';
import { checkTrailing } from './trailing.ts';

export const isEbml = (head: Uint8Array): boolean => hasText(head, 0, '\x1a\x45\xdf\xa3');

async function readDocType(examination: Examination): Promise<{ docType: string; end: number }> {
  const header = await readElement(examination, 0, examination.size);
  if (header?.id !== id.ebml || header.isUnknownSize || header.end > examination.size) {
    throw new Malformed('Its header is broken.');
  }
  let docType = 'matroska';
  for await (const element of childrenOf(examination, header, 1)) {
    if (element.id === id.docType) docType = await textOf(examination, element);
  }
  return { docType, end: header.end };
}

async function readInfo(examination: Examination, info: Element, segment: Segment): Promise<void> {
  segment.hasInfo = true;
  for await (const element of childrenOf(examination, info, 2)) {
    if (element.id === id.timestampScale) segment.timestampScale = await unsignedOf(examination, element);
    else if (element.id === id.duration) {
      const units = await floatOf(examination, element);
      if (Number.isFinite(units)) segment.durationUnits = units;
    }
  }
  if (segment.timestampScale === 0) throw new Malformed('Its times are broken.');
}

async function readTracks(examination: Examination, tracks: Element, segment: Segment): Promise<void> {
  segment.tracks = [];
  for await (const element of childrenOf(examination, tracks, 2)) {
    if (element.id !== id.trackEntry) continue;
    if (segment.tracks.length >= examination.limits.maxTracks) throw new Malformed('It has too many tracks.');
    segment.tracks.push(await readMatroskaTrack(examination, element, 3));
  }
}

async function readSeekHead(examination: Examination, seekHead: Element, segment: Segment): Promise<void> {
  for await (const seek of childrenOf(examination, seekHead, 2)) {
    if (seek.id !== id.seek) continue;
    let target = 0;
    let position = 0;
    for await (const element of childrenOf(examination, seek, 3)) {
      if (element.id === id.seekId) target = await unsignedOf(examination, element);
      else if (element.id === id.seekPosition) position = await unsignedOf(examination, element);
    }
    segment.seeks.set(target, position);
  }
}

/** What nobody needs for playing may be damaged; then it is looked at as a whole for what could run. */
async function orScan(examination: Examination, element: Element, reading: Promise<void>): Promise<void> {
  try {
    await reading;
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    await examination.scan(element.content, element.end - element.content, 'in the metadata');
  }
}

/** §5.1.6: fonts and covers are common, programs are not. */
async function readAttachments(examination: Examination, attachments: Element): Promise<void> {
  for await (const file of childrenOf(examination, attachments, 2)) {
    if (file.id !== id.attachedFile) continue;
    for await (const element of childrenOf(examination, file, 3)) {
      if (element.id !== id.fileData) continue;
      examination.countMetadata(element.end - element.content);
      await examination.scan(element.content, element.end - element.content, 'in an attachment');
    }
  }
}

async function readTopLevel(examination: Examination, element: Element, segment: Segment): Promise<number> {
  const length = element.end - element.content;
  switch (element.id) {
    case id.seekHead:
      await orScan(examination, element, readSeekHead(examination, element, segment));
      break;
    case id.info:
      await readInfo(examination, element, segment);
      break;
    case id.tracks:
      if (!segment.tracks) await readTracks(examination, element, segment);
      break;
    case id.cluster:
      segment.clusters += 1;
      return examination.depth === 'whole' ? walkCluster(examination, element, segment) : element.end;
    case id.attachments:
      await orScan(examination, element, readAttachments(examination, element));
      break;
    case id.cues:
      break;
    default:
      if (element.id !== id.void) examination.countMetadata(length);
      await examination.scan(
        element.content,
        length,
        element.id === id.void ? 'in free space' : 'in the metadata',
      );
      break;
  }
  return element.end;
}

/** Info and Tracks behind the clusters, by the seek head. */
async function followSeeks(examination: Examination, parent: Element, segment: Segment): Promise<void> {
  for (const wanted of [id.info, id.tracks]) {
    const position = segment.seeks.get(wanted);
    const isMissing = wanted === id.info ? !segment.hasInfo : segment.tracks === undefined;
    if (!isMissing || position === undefined || parent.content + position >= parent.end) continue;
    const element = await readElement(examination, parent.content + position, parent.end);
    if (element?.id !== wanted || element.end > parent.end) continue;
    await readTopLevel(examination, element, segment);
  }
}

async function readSegment(examination: Examination, parent: Element, segment: Segment): Promise<number> {
  let at = parent.content;
  while (at < parent.end) {
    if (segment.clusters === 0) examination.step();
    const element = await readElement(examination, at, parent.end);
    if (!element || (parent.isUnknownSize && !isKnown(element.id))) {
      if (parent.isUnknownSize && segment.clusters > 0) return at;
      return readRest(
        examination,
        at,
        parent,
        segment,
        new Malformed('It has bytes that belong to no element.'),
      );
    }
    if (element.end > parent.end)
      return readRest(examination, at, parent, segment, new Malformed('It ends too early.'));
    // In the first look the clusters are the end; what is still missing stands where the seek head says.
    if (element.id === id.cluster && examination.depth === 'index') {
      segment.clusters += 1;
      await followSeeks(examination, parent, segment);
      return parent.end;
    }
    at = await readTopLevel(examination, element, segment);
  }
  return at;
}

/** Behind the last cluster only indexes and tags stand, which are dropped: damage in those is none to what plays. */
async function readRest(
  examination: Examination,
  from: number,
  { end }: Element,
  { clusters }: Segment,
  malformed: Malformed,
): Promise<number> {
  const isBehindClusters = clusters > 0 && examination.depth === 'whole';
  if (!isBehindClusters || (await holdsCluster(examination, from, end))) {
    throw malformed;
  }
  examination.countMetadata(end - from);
  await examination.scan(from, end - from, 'in the metadata');
  return end;
}

async function holdsCluster(examination: Examination, from: number, to: number): Promise<boolean> {
  const pieceBytes = 256 * 1024;
  const clusterId = Buffer.from(id.cluster.toString(16), 'hex');
  for (let at = from; at < to; at += pieceBytes) {
    const piece = await examination.upTo(at, Math.min(pieceBytes + clusterId.length - 1, to - at));
    if (Buffer.from(piece.buffer, piece.byteOffset, piece.length).includes(clusterId)) return true;
  }
  return false;
}

const isKnown = (element: number): boolean =>
  (topLevel.has(element) && element !== id.ebml && element !== id.segment) ||
  element === id.void ||
  element === id.crc32;

async function findSegment(examination: Examination, from: number): Promise<Element> {
  for (let at = from; ;) {
    examination.step();
    const element = await readElement(examination, at, examination.size);
    if (!element) throw new Malformed('It has no content.');
    if (element.id === id.segment) return element;
    if (element.id !== id.void && element.id !== id.crc32) throw new Malformed('It has no content.');
    at = element.end;
  }
}

export async function examineMatroska(examination: Examination): Promise<Facts> {
  const { docType, end } = await readDocType(examination);
  const isWebm = docType === 'webm';
  const name = isWebm ? 'a WebM' : 'an MKV';
  if (!isWebm && docType !== 'matroska') {
    examination.rejectUnsupported('an EBML file that is no video');
  }
  const parent = await findSegment(examination, end);
  if (parent.end > examination.size) throw new Malformed('It ends too early.');
  const segment: Segment = {
    timestampScale: 1_000_000,
    durationUnits: 0,
    tracks: undefined,
    hasInfo: false,
    seeks: new Map(),
    clusters: 0,
    blocks: new Map(),
  };
  const segmentEnd = await readSegment(examination, parent, segment);
  if (!segment.tracks) throw new Malformed('It has no tracks.');
  const facts = segmentFacts(examination, segment, name, isWebm);
  if (segment.clusters === 0) throw new Malformed('It has tracks and nothing else.');
  if (examination.depth === 'whole') await checkTrailing(examination, segmentEnd, isWebm ? 'WebM' : 'MKV');
  return facts;
}

function segmentFacts(examination: Examination, segment: Segment, name: string, isWebm: boolean): Facts {
  const found = (segment.tracks ?? []).flatMap((track): FoundTrack[] => {
    const facts = matroskaTrackFacts(track, segment.blocks.get(track.number)?.packets);
    return facts ? [{ kind: track.type === 1 ? 'video' : 'audio', facts }] : [];
  });
  if (found.length === 0) throw new Malformed('It has neither pictures nor sound.');
  const tracks = keepPlayable(examination, name, found);
  const hasVideo = found.some(({ kind }) => kind === 'video');
  const video = tracks.find((track) => track.kind === 'video');
  const size = video ? displaySize(video) : undefined;
  if (size) checkPixels(examination, size.width, size.height, 'VIDEO');
  return {
    mediaClass: hasVideo ? 'VIDEO' : 'AUDIO',
    mimeType: isWebm ? 'video/webm' : 'video/x-matroska',
    width: size?.width ?? null,
    height: size?.height ?? null,
    durationSeconds: playedSeconds(segment, tracks),
    frames: 1,
    tracks,
    target: hasVideo ? videoTarget(tracks) : soundTarget(tracks),
  };
}

/**
 * From the first picture or sound to the end of the last; subtitles do not count, and recorders may begin at any time.
 * The header, which knows neither, serves the first look and files of one block.
 */
function playedSeconds(segment: Segment, tracks: readonly TrackFacts[]): number | null {
  const blocks = tracks.flatMap(({ id: number = 0 }) => segment.blocks.get(number) ?? []);
  const start = Math.min(...blocks.map((track) => track.start));
  const end = Math.max(...blocks.map(endOfBlocks));
  const units = end > start ? end - start : segment.durationUnits;
  const seconds = (units * segment.timestampScale) / 1e9;
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1e6) / 1e6 : null;
}

/** A last block that does not say how long it is lasts as long as the others do on average. */
function endOfBlocks({ start, lastStart, end, packets }: BlocksOfTrack): number {
  return end > lastStart || packets < 2 ? end : lastStart + (lastStart - start) / (packets - 1);
}
