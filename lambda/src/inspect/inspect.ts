/** The entry point: what a file is, and whether it can be published. */
import { mediaClassOf, mediaTypeName, parseMediaType, type MediaClass } from '@media-feed/contract';
import { Malformed } from './bytes.ts';
import { Examination, type Depth } from './examination.ts';
import type { Facts } from './facts.ts';
import { identify, type Format } from './identify.ts';
import type { Accepted, Declared, Inspection, InspectionLimits } from './inspection.ts';
import type { RangedReader } from './ranged-reader.ts';
import { corruptAs, rejected } from './rejected.ts';

/** The class that the uploader named; `undefined` where the Content-Type says nothing of the kind. */
function declaredClass({ contentType }: Declared): MediaClass | undefined {
  const type = parseMediaType(contentType);
  if (type) return mediaClassOf(type);
  const [family = ''] = contentType.trim().toLowerCase().split('/', 1);
  const families: Partial<Record<string, MediaClass>> = { image: 'IMAGE', video: 'VIDEO', audio: 'AUDIO' };
  return families[family];
}

/** Sound alone in an MP4, MOV, WebM or MKV container is sound, whatever the container is declared to be. */
const isSoundInAContainer = (facts: Facts): boolean =>
  facts.mediaClass === 'AUDIO' && /^(audio\/mp4|video\/webm|video\/x-matroska)$/.test(facts.mimeType);

function checkClass(
  examination: Examination,
  declared: Declared,
  format: Format,
  facts: Facts | undefined,
): void {
  const expected = declaredClass(declared);
  if (expected === undefined) return;
  const found = facts ? [facts.mediaClass] : format.classes;
  if (found.includes(expected)) return;
  if (facts && expected === 'VIDEO' && isSoundInAContainer(facts)) return;
  const type = parseMediaType(declared.contentType);
  examination.reject({
    reason: 'TYPE_MISMATCH',
    parameters: {
      declared: type ?? expected,
      ...(facts
        ? { found: mediaTypeName(facts.mimeType), foundClass: facts.mediaClass }
        : { found: format.name }),
    },
  });
}

function checkSize(examination: Examination, mediaClass: MediaClass): void {
  const limit = examination.limits.maxUploadBytes[mediaClass];
  if (examination.size > limit) {
    examination.reject({ reason: 'TOO_LARGE', parameters: { size: examination.size, limit, mediaClass } });
  }
}

function checkDuration(examination: Examination, { durationSeconds, mediaClass }: Facts): void {
  const limit = examination.limits.maxDurationSeconds;
  if (durationSeconds !== null && durationSeconds > limit) {
    examination.reject({
      reason: 'TOO_LONG',
      parameters: { durationSeconds, limitSeconds: limit, mediaClass },
    });
  }
}

/** The facts of a format, or `undefined` where its structure is broken. */
async function examineFormat(examination: Examination, format: Format): Promise<Facts | undefined> {
  try {
    return await format.examine(examination);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    examination.reject(corruptAs(error));
    await examination.scanBroken();
    return undefined;
  }
}

async function examine(examination: Examination, declared: Declared): Promise<Facts | undefined> {
  if (examination.size === 0) {
    examination.reject({ reason: 'EMPTY', parameters: {} });
    return undefined;
  }
  const identity = await identify(examination);
  if ('active' in identity) {
    examination.reject({ reason: 'ACTIVE_CONTENT', parameters: { found: identity.active } });
  }
  if ('other' in identity) examination.rejectUnsupported(identity.other);
  if ('feature' in identity) examination.rejectFeature(identity.of, identity.feature);
  if (!('format' in identity)) return undefined;
  const facts = await examineFormat(examination, identity.format);
  checkClass(examination, declared, identity.format, facts);
  const [onlyClass, ...others] = identity.format.classes;
  const mediaClass = facts?.mediaClass ?? (others.length === 0 ? onlyClass : undefined);
  if (mediaClass) checkSize(examination, mediaClass);
  if (facts) checkDuration(examination, facts);
  return facts;
}

async function inspectAt(
  reader: RangedReader,
  declared: Declared,
  limits: InspectionLimits,
  depth: Depth,
): Promise<Inspection> {
  const examination = new Examination(reader, limits, depth);
  const facts = await examine(examination, declared);
  const rejection = examination.rejection;
  if (rejection) return rejected(rejection);
  if (!facts) return rejected({ reason: 'CORRUPT', parameters: { fault: 'It has no content.' } });
  return { outcome: 'ACCEPTED', ...facts, codecs: [...new Set(facts.tracks.map(({ codec }) => codec))] };
}

/**
 * The first look: type, codecs and limits from a few ranged reads, 256 KiB at most for files with an index of
 * ordinary size. Whatever the bytes are, the answer is a result; rejects only where the reader does.
 */
export function inspect(
  reader: RangedReader,
  declared: Declared,
  limits: InspectionLimits,
): Promise<Inspection> {
  return inspectAt(reader, declared, limits, 'index');
}

/**
 * Walks the whole container to its true end: structure, checksums, and what hides within or behind it. The answer
 * has the exact duration and number of frames. Rejects only where the reader does.
 */
export function inspectToTheEnd(
  reader: RangedReader,
  accepted: Accepted,
  limits: InspectionLimits,
): Promise<Inspection> {
  return inspectAt(reader, { contentType: accepted.mimeType }, limits, 'whole');
}
