import type { MediaStatus } from '@media-feed/contract';
import { Injectable } from '@nestjs/common';
import { Batches } from '../batching/batcher.ts';
import { isOutage } from '../errors/outage.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { appendUpdated } from '../media/statements/media-events.ts';
import { countIn } from '../media/statements/feed-counts.ts';
import type { Judgement } from './recorded-result.ts';

/**
 * One statement for many verdicts: only PENDING ones of the right owner move, and the feed's counts and the owner's
 * events are written with them. In the order of their ids, so that two that share some wait for each other and do
 * not deadlock; were the planner to take another order, the one that PostgreSQL ends is recorded row by row. The
 * Lambda's clock is another one: what it says when is kept between the request and now.
 */
const recordJudgements: Statement = {
  name: 'judgements_record',
  text: `
    WITH verdict AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS v (
        "mediaId" uuid, "userId" uuid, outcome text, etag text, "arrivedAt" timestamptz,
        "inspectedAt" timestamptz, type text, "mimeType" text, size bigint, width integer, height integer,
        "durationSeconds" double precision, codecs text[], renditions jsonb, placeholder text,
        reason text, detail text
      )
      ORDER BY "mediaId"
    ), recorded AS (
      UPDATE media m SET
        status = v.outcome,
        type = coalesce(v.type, m.type),
        mime_type = v."mimeType",
        size = coalesce(v.size, m.size),
        width = v.width,
        height = v.height,
        duration_seconds = v."durationSeconds",
        codecs = coalesce(v.codecs, '{}'),
        renditions = coalesce(v.renditions, '[]'),
        placeholder = v.placeholder,
        etag = v.etag,
        rejection_reason = v.reason,
        rejection_detail = v.detail,
        arrived_at = coalesce(m.arrived_at, least(greatest(v."arrivedAt", m.created_at), now())),
        inspected_at = CASE WHEN v."inspectedAt" IS NOT NULL THEN
          least(greatest(v."inspectedAt", v."arrivedAt", m.arrived_at, m.created_at), now())
        END,
        published_at = CASE WHEN v.outcome = 'READY' THEN now() END,
        rejected_at = CASE WHEN v.outcome = 'REJECTED' THEN now() END
      FROM verdict v
      WHERE m.id = v."mediaId" AND m.uploader_id = v."userId" AND m.status = 'PENDING' AND m.deleted_at IS NULL
      RETURNING m.id, m.uploader_id, m.type, m.status, m.published_at
    ), counted AS (${countIn('recorded')}
    ), told AS (${appendUpdated('recorded')})
    SELECT uploader_id || '/' || id AS name FROM recorded`,
};

const findStates: Statement = {
  name: 'judgements_find_states',
  text: 'SELECT id, uploader_id, status, deleted_at IS NOT NULL AS deleted FROM media WHERE id = ANY($1)',
};

export interface MediaState {
  readonly id: string;
  readonly uploader_id: string;
  readonly status: MediaStatus;
  readonly deleted: boolean;
}

/** Two judgements of one item and user are about the same row; another user's is forged. */
export const nameOf = ({ mediaId, userId }: Judgement): string => `${userId}/${mediaId}`.toLowerCase();

/** Groups, which are what SQS gave at once, that one statement takes at most. */
const maxGroups = 20;

@Injectable()
export class JudgementsRepository {
  /** All groups move the same counts of the feed: one after the other they would wait for each other's commit. */
  private readonly groups = new Batches<readonly Judgement[], ReadonlySet<string>>(
    (groups) => this.recordTogether(groups),
    { max: maxGroups },
  );

  constructor(private readonly database: Database) {}

  /** The items that moved, by their {@link nameOf}. At most one judgement an item and user. */
  async record(judgements: readonly Judgement[]): Promise<ReadonlySet<string>> {
    return this.groups.add(judgements);
  }

  private async recordTogether(
    groups: readonly (readonly Judgement[])[],
  ): Promise<(ReadonlySet<string> | Promise<ReadonlySet<string>>)[]> {
    const { together, later } = apart(groups);
    try {
      const moved = await this.recordNow(together.flat());
      return groups.map((group) => (later.has(group) ? this.recordNow(group) : moved));
    } catch (error) {
      if (groups.length === 1 || isOutage(error)) throw error;
      // A group that the database refuses must fail by itself.
      return groups.map((group) => this.recordNow(group));
    }
  }

  private async recordNow(judgements: readonly Judgement[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ name: string }>(recordJudgements, [JSON.stringify(judgements)]);
    return new Set(rows.map(({ name }) => name));
  }

  /** How the items stand now, tombstones too, by id. */
  async findStates(mediaIds: readonly string[]): Promise<ReadonlyMap<string, MediaState>> {
    const rows = await this.database.query<MediaState & { id: string }>(findStates, [mediaIds]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** One statement can move an item once: a group that judges one again, as after a redelivery, goes later. */
function apart(groups: readonly (readonly Judgement[])[]) {
  const names = new Set<string>();
  const together: (readonly Judgement[])[] = [];
  const later = new Set<readonly Judgement[]>();
  for (const group of groups) {
    if (group.some((judgement) => names.has(nameOf(judgement)))) later.add(group);
    else together.push(group);
    for (const judgement of group) names.add(nameOf(judgement));
  }
  return { together, later };
}
