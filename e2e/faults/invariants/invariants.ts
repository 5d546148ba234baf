/** The invariants of docs/reliability.md «What must hold». Each says what is wrong, in sentences; nothing is what it should say. */
import { buildStorageKey, etag8, parseStorageKey } from '@media-feed/contract';
import { hangMs } from '../time-scale.ts';
import type { KnownUpload } from '../workload/ledger.ts';
import type { Observations, Row } from './observations.ts';

export type Invariant = (seen: Observations) => string[];

export const invariants = {
  I1: endsOnce,
  I2: nothingUnvalidatedIsVisible,
  I3: likesAreCounted,
  I4: duplicatesChangeNothing,
  I5: acknowledgedWritesSurvive,
  I6: noOrphans,
  I7: nothingStaysStuck,
  I8: cleanAnswers,
} as const satisfies Record<string, Invariant>;

export type InvariantName = keyof typeof invariants;

/** Every upload ends once and rightly; what never arrived ends EXPIRED. */
function endsOnce({ uploads, rows, statuses }: Observations): string[] {
  const known = new Map(uploads.map((upload) => [upload.mediaId, upload]));
  const unfinished = rows
    .filter(({ isDeleted }) => !isDeleted)
    .flatMap((row) => wrongEnd(row, known.get(row.id)) ?? []);
  const moved = [...statuses].flatMap(([id, seen]) => {
    const ends = seen.filter((status) => status !== 'PENDING');
    const returned = seen.lastIndexOf('PENDING') > 0;
    return ends.length > 1 || returned ? [`${id} was seen ${seen.join(', then ')}`] : [];
  });
  return [...unfinished, ...moved];
}

function wrongEnd({ id, status, rejectionReason }: Row, known: KnownUpload | undefined): string | undefined {
  const ended = `${id} ended ${status}${rejectionReason ? ` ${rejectionReason}` : ''}`;
  if (status === 'PENDING') return `${id} is still PENDING`;
  if (status === 'REJECTED' && !rejectionReason) return `${ended} without a reason`;
  // Of an earlier case, or a request whose answer got lost; only that it has ended is known.
  if (!known) return undefined;
  if (known.bytesArrived === 'no') {
    return status === 'EXPIRED' ? undefined : `${ended} although its bytes never arrived`;
  }
  if (status === 'EXPIRED') {
    return known.bytesArrived === 'yes' ? `${ended} although its bytes had arrived` : undefined;
  }
  if (known.mustEndFor) {
    return rejectionReason === known.mustEndFor ? undefined : `${ended} and not for ${known.mustEndFor}`;
  }
  if (known.isGenuine) return status === 'READY' ? undefined : `${ended} although it is genuine`;
  return status === 'REJECTED' && rejectionReason !== 'INTERNAL'
    ? undefined
    : `${ended} although it is a bad file`;
}

/** What is shown or served is READY, and is what was validated; nothing else lies in the media bucket. */
function nothingUnvalidatedIsVisible(seen: Observations): string[] {
  const rows = new Map(seen.rows.map((row) => [row.id, row]));
  const known = new Map(seen.uploads.map((upload) => [upload.mediaId, upload]));
  const early = seen.rows
    .filter(({ status, renditionKeys }) => renditionKeys.length > 0 && !['READY', 'REMOVED'].includes(status))
    .map(({ id, status }) => `The row of ${id} names objects and is ${status}`);
  const bad = [...seen.shown]
    .filter((id) => known.get(id)?.isGenuine === false)
    .map((id) => `The feed showed ${id}, a bad file`);
  const loose = seen.mediaKeys.flatMap((key) => {
    const parsed = parseStorageKey(key);
    const row = parsed?.kind === 'rendition' ? rows.get(parsed.mediaId) : undefined;
    const isAllowed = row && !row.isDeleted && (row.status === 'READY' || row.status === 'PENDING');
    return isAllowed ? [] : [`${key} lies in the media bucket, and its row is ${describe(row)}`];
  });
  const wrongBytes = seen.served.flatMap(({ mediaId, key, status, bytes, expectedBytes }) => {
    const parsed = parseStorageKey(key);
    const md5 = known.get(mediaId)?.md5;
    const isOfUpload = md5 === undefined || (parsed?.kind === 'rendition' && parsed.etag8 === etag8(md5));
    if (!isOfUpload) return [`${key} was made from other bytes than those of ${mediaId}`];
    return status === 200 && bytes === expectedBytes
      ? []
      : [`${key} was served with ${status} and ${bytes} bytes instead of ${expectedBytes}`];
  });
  return [...seen.wronglyShown, ...early, ...bad, ...loose, ...wrongBytes];
}

function describe(row: Row | undefined): string {
  if (!row) return 'not there';
  return row.isDeleted ? 'deleted' : row.status;
}

/** likesCount is the number of likes, in the database and in every answer. */
function likesAreCounted({ rows, likes, answeredLikes, repairs }: Observations): string[] {
  const counts = new Map<string, number>();
  for (const pair of likes) {
    const mediaId = pair.split('/')[1] ?? '';
    counts.set(mediaId, (counts.get(mediaId) ?? 0) + 1);
  }
  const wrong = rows
    .filter(({ isDeleted }) => !isDeleted)
    .flatMap(({ id, likesCount }) => {
      const count = counts.get(id) ?? 0;
      const answered = answeredLikes.get(id) ?? likesCount;
      if (likesCount === count && answered === count) return [];
      return [`${id} has ${count} likes, its row says ${likesCount}, the API ${answered}`];
    });
  return [...wrong, ...neverNeeded('likes-corrected', repairs)];
}

/** What the database alone keeps true must not need the reconciler. */
function neverNeeded(kind: string, repairs: Observations['repairs']): string[] {
  const count = repairs[kind] ?? 0;
  return count > 0 ? [`The reconciler found ${count} times what must not be: ${kind}`] : [];
}

/** Once published, once listed, once counted; the timeline has each step once. */
function duplicatesChangeNothing(seen: Observations): string[] {
  const ready = seen.rows.filter(isPublished);
  const repeated = seen.listed.filter((id, index) => seen.listed.indexOf(id) !== index);
  const mine = new Set(seen.uploads.map(({ mediaId }) => mediaId));
  const unlisted = ready.filter(({ id }) => mine.has(id) && !seen.listed.includes(id));
  const keys = new Map<string, number>();
  for (const key of seen.mediaKeys) {
    const parsed = parseStorageKey(key);
    if (parsed?.kind === 'rendition') keys.set(parsed.mediaId, (keys.get(parsed.mediaId) ?? 0) + 1);
  }
  return [
    ...repeated.map((id) => `${id} is listed more than once`),
    ...unlisted.map(({ id }) => `${id} is READY and not listed`),
    ...(seen.feedCount === ready.length
      ? []
      : [`The feed's counters say ${seen.feedCount}, and ${ready.length} are READY`]),
    ...(seen.feedTotal === ready.length
      ? []
      : [`The feed says that it holds ${seen.feedTotal}, and ${ready.length} are READY`]),
    ...ready
      .filter(({ id, renditionKeys }) => keys.get(id) !== renditionKeys.length)
      .map(
        ({ id, renditionKeys }) =>
          `${id} has ${renditionKeys.length} renditions and ${keys.get(id) ?? 0} objects`,
      ),
    ...seen.repeatedSteps,
    ...neverNeeded('feed-count-corrected', seen.repairs),
    ...neverNeeded('tags-corrected', seen.repairs),
    ...neverNeeded('tag-counts-corrected', seen.repairs),
    ...neverNeeded('words-indexed', seen.repairs),
  ];
}

function isPublished({ status, isDeleted }: Row): boolean {
  return status === 'READY' && !isDeleted;
}

/** What a caller was told has happened has happened. */
function acknowledgedWritesSurvive({ uploads, rows, likes, likeWishes, listed }: Observations): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lost = uploads.flatMap(({ mediaId, deletion }) => {
    const row = byId.get(mediaId);
    if (deletion === 'acknowledged') {
      const isBack = (row && !row.isDeleted) ?? listed.includes(mediaId);
      return isBack ? [`${mediaId} was deleted and is there`] : [];
    }
    return row || deletion ? [] : [`${mediaId} was acknowledged and has no row`];
  });
  const wrongLikes = [...likeWishes].flatMap(([pair, wish]) => {
    const row = byId.get(pair.split('/')[1] ?? '');
    if (wish === undefined || !row || row.isDeleted) return [];
    return likes.has(pair) === wish ? [] : [`The like ${pair} was acknowledged as ${wish} and is not so`];
  });
  return [...lost, ...wrongLikes];
}

/** No object without a row, no row without its objects, no unfinished multipart upload. */
function noOrphans({ rows, mediaKeys, uploadKeys, multipartKeys, repairs }: Observations): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const stored = new Set(mediaKeys);
  // Copies in quarantine are kept for operators, and end by the bucket's lifecycle rule alone (docs/api.md «Storage»).
  const rowless = uploadKeys.filter((key) => {
    const parsed = parseStorageKey(key);
    if (parsed?.kind === 'quarantine') return false;
    if (parsed?.kind === 'original') return !mayHaveOriginal(byId.get(parsed.mediaId), parsed.userId);
    return parsed?.kind !== 'upload' || !byId.has(parsed.mediaId);
  });
  const named = new Set(rows.filter(isPublished).flatMap(({ renditionKeys }) => renditionKeys));
  const unnamed = mediaKeys.filter((key) => !named.has(key));
  const originals = rows
    .filter(({ hasOriginal, isDeleted }) => hasOriginal && !isDeleted)
    .map(({ id, uploaderId }) => buildStorageKey({ kind: 'original', userId: uploaderId, mediaId: id }));
  const uploaded = new Set(uploadKeys);
  const missing = [
    ...[...named].filter((key) => !stored.has(key)),
    ...originals.filter((key) => !uploaded.has(key)),
  ];
  const unfinished = multipartKeys.filter((key) => {
    const parsed = parseStorageKey(key);
    const row = parsed?.kind === 'upload' ? byId.get(parsed.mediaId) : undefined;
    return row?.status !== 'PENDING' || row.isDeleted;
  });
  return [
    ...rowless.map((key) => `${key} lies in the uploads bucket without a row`),
    ...unnamed.map((key) => `${key} lies in the media bucket, and no published row names it`),
    ...missing.map((key) => `${key} is named by a row and is not there`),
    ...unfinished.map((key) => `The multipart upload ${key} is neither complete nor given up`),
    ...neverNeeded('objects-missing', repairs),
  ];
}

/** An upload that waits may have one too: it is copied before its result is sent. */
function mayHaveOriginal(row: Row | undefined, userId: string): boolean {
  if (row?.uploaderId !== userId || row.isDeleted) return false;
  return row.hasOriginal || row.status === 'PENDING';
}

/** Queues run empty, programs live on without a restart, and the next upload goes through. */
function nothingStaysStuck(seen: Observations): string[] {
  const { allowance, newDeadLetters: dead } = seen;
  const overdue = seen.rows.filter(
    ({ status, isDeleted, isPastDeadline }) => status === 'PENDING' && !isDeleted && isPastDeadline,
  );
  return [
    ...overdue.map(({ id }) => `${id} is past its deadline and PENDING`),
    ...(seen.waitingMessages > 0 ? [`${seen.waitingMessages} messages wait in the queues`] : []),
    ...(dead === allowance.deadLetters
      ? []
      : [`${dead} messages became dead letters instead of ${allowance.deadLetters}`]),
    ...(seen.isReady ? [] : ['The API does not say that it is ready']),
    ...seen.restarted
      .filter((program) => !allowance.restarts.includes(program))
      .map((program) => `${program} ended and was started again`),
    ...(seen.probe === 'READY' ? [] : [`An upload after the fault is ${seen.probe ?? 'not inspected'}`]),
  ];
}

/** problem+json, 4xx or 503 with Retry-After, in time, and nothing of the inside. */
function cleanAnswers({ answers, allowance }: Observations): string[] {
  const { apiKilled, apiStoppedAt } = allowance;
  const wrong = answers.flatMap((answer) => {
    const { call, status, durationMs, failure, text } = answer;
    if (status === undefined) {
      const wasOwed = apiStoppedAt === undefined || answer.startedAt < apiStoppedAt - 50;
      const mayFail = failure !== 'TimeoutError' && (apiKilled === true || !wasOwed);
      return mayFail ? [] : [`${call} got no answer: ${failure ?? ''}`];
    }
    if (durationMs > hangMs) return [`${call} took ${durationMs} ms`];
    if (status < 400) return [];
    if (status >= 500 && status !== 503) return [`${call} answered ${status}`];
    if (!answer.isProblem || !answer.contentType.startsWith('application/problem+json')) {
      return [`${call} answered ${status} without a problem`];
    }
    if (status === 503 && !answer.retryAfter) return [`${call} answered 503 without Retry-After`];
    return /\n {2,}at |node_modules|SELECT |\/src\//.test(text) ? [`${call} showed its inside`] : [];
  });
  return [...new Set(wrong)];
}
