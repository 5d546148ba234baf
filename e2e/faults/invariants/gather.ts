/** Looks at the stack from outside: HTTP, listings of storage and queues, SQL. */
import type { MediaItem, MediaStatus } from '@media-feed/contract';
import type { ProgramName, Harness } from '../harness/harness.ts';
import type { Ledger } from '../workload/ledger.ts';
import { isPassing, type RecordedUser } from '../workload/user.ts';
import type { Allowance, Observations, Row, ServedObject } from './observations.ts';

interface Before {
  readonly pids: Readonly<Record<ProgramName, number>>;
  readonly deadLetters: number;
  readonly repairs: Readonly<Record<string, number>>;
}

export interface Subject {
  readonly harness: Harness;
  readonly ledger: Ledger;
  readonly users: readonly RecordedUser[];
  readonly before: Before;
  readonly allowance: Allowance;
  readonly probe: () => Promise<MediaStatus | undefined>;
}

interface SqlRow extends Omit<Row, 'renditionKeys'> {
  readonly renditions: readonly { readonly key: string; readonly size: number }[];
}

export async function gather(subject: Subject): Promise<Observations> {
  const { harness, ledger, before, allowance } = subject;
  const { sql, storage, queues } = harness;
  const [
    rows,
    likes,
    counts,
    mediaObjects,
    uploadObjects,
    multipartKeys,
    results,
    failures,
    dead,
    pids,
    repairs,
  ] = await Promise.all([
    sql.rows<SqlRow & Record<string, unknown>>(selectRows),
    sql.rows<{ pair: string }>(`SELECT user_id || '/' || media_id AS pair FROM likes`),
    sql.rows<{ items: number }>(
      `SELECT coalesce(sum(items), 0)::int AS items FROM feed_counts WHERE level = 3`,
    ),
    storage.list('media-feed-media'),
    storage.list('media-feed-uploads'),
    storage.listMultipart('media-feed-uploads'),
    queues.depth('media-results'),
    queues.depth('media-failures'),
    queues.depth('media-dead-letters'),
    harness.pids(),
    harness.repairs(),
  ]);
  const pages = await readPages(subject);
  return {
    uploads: [...ledger.uploads.values()],
    likeWishes: ledger.likes,
    statuses: ledger.statuses,
    wronglyShown: ledger.wronglyShown,
    shown: ledger.shown,
    answers: ledger.answers,
    rows: rows.map(({ renditions, ...row }) => ({ ...row, renditionKeys: renditions.map(({ key }) => key) })),
    likes: new Set(likes.map(({ pair }) => pair)),
    feedCount: counts[0]?.items ?? 0,
    ...pages,
    mediaKeys: mediaObjects.map(({ key }) => key),
    uploadKeys: uploadObjects.map(({ key }) => key),
    multipartKeys,
    served: [],
    repairs: Object.fromEntries(
      Object.entries(repairs).map(([kind, count]) => [kind, count - (before.repairs[kind] ?? 0)]),
    ),
    waitingMessages: results + failures,
    newDeadLetters: dead - before.deadLetters,
    restarted: (Object.keys(pids) as ProgramName[]).filter((name) => pids[name] !== before.pids[name]),
    probe: await subject.probe(),
    allowance,
  };
}

const selectRows = `
  SELECT id, uploader_id AS "uploaderId", status, rejection_reason AS "rejectionReason", renditions,
         has_original AS "hasOriginal", likes_count AS "likesCount", deleted_at IS NOT NULL AS "isDeleted",
         deadline_at < now() - interval '1 second' AS "isPastDeadline"
  FROM media`;

type Pages = Pick<Observations, 'feedTotal' | 'listed' | 'answeredLikes' | 'repeatedSteps' | 'isReady'>;

async function readPages({ harness, users }: Subject): Promise<Pages> {
  const ready = await fetch(`${harness.stack.apiUrl}/health/ready`, {
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  await ready?.arrayBuffer();
  try {
    const perUser = await Promise.all(users.map((user) => readUser(user)));
    const first = await users[0]?.call('listFeedPage', { query: { size: 1 } });
    const published = perUser.flatMap((lists) => lists.published);
    return {
      feedTotal: first?.total ?? -1,
      listed: published.map(({ id }) => id),
      answeredLikes: new Map(published.map(({ id, likesCount }) => [id, likesCount])),
      repeatedSteps: perUser.flatMap(({ own }) => own.flatMap(repeatedStepsOf)),
      isReady: ready?.ok ?? false,
    };
  } catch (error) {
    if (!isPassing(error)) throw error;
    return { feedTotal: -1, listed: [], answeredLikes: new Map(), repeatedSteps: [], isReady: false };
  }
}

async function readUser({ id, call }: RecordedUser): Promise<{ published: MediaItem[]; own: MediaItem[] }> {
  const published: MediaItem[] = [];
  const first = await call('listFeedPage', { query: { uploader: id, size: 100 } });
  published.push(...first.items);
  for (let cursor = first.nextCursor; cursor !== null;) {
    const page = await call('continueFeed', { query: { uploader: id, cursor, size: 100 } });
    published.push(...page.items);
    cursor = page.nextCursor;
  }
  const { items: own } = await call('listOwnMedia', { query: { size: 100 } });
  return { published, own };
}

function repeatedStepsOf({ id, timeline = [] }: MediaItem): string[] {
  const steps = timeline.map(({ step }) => step);
  return steps.length === new Set(steps).size ? [] : [`The timeline of ${id} is ${steps.join(', ')}`];
}

/** Fetches every published object of this case from the edge. */
export async function fetchServed({ harness, ledger }: Subject): Promise<ServedObject[]> {
  const rows = await harness.sql.rows<SqlRow & Record<string, unknown>>(
    `${selectRows} WHERE id = ANY($1) AND status = 'READY' AND deleted_at IS NULL`,
    [[...ledger.uploads.keys()]],
  );
  const edge = `http://127.0.0.1:${String(harness.stack.ports.CDN_PORT)}`;
  const served: ServedObject[] = [];
  for (const { id, renditions } of rows) {
    for (const { key, size } of renditions) {
      const answer = await fetch(`${edge}/${key}`);
      const bytes = (await answer.arrayBuffer()).byteLength;
      served.push({ mediaId: id, key, status: answer.status, bytes, expectedBytes: size });
    }
  }
  return served;
}
