import type { MediaStatus } from '@media-feed/contract';
import { Injectable, Logger } from '@nestjs/common';
import { Batcher } from '../batching/batcher.ts';
import { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { appendUpdated } from '../media/statements/media-events.ts';
import { addUsage, chargedMs } from '../media/statements/usage.ts';
import { countIn } from '../media/statements/feed-counts.ts';
import type { RecordedInspection } from './recorded-result.ts';

/**
 * One statement for many results: only PENDING items of the right owner move, and the feed's counts and the owner's
 * events are written with them; the time that was worked on them too, also where the owner deleted the item. In the order of their ids, so that two that share some wait for each other and do
 * not deadlock; were the planner to take another order, the messages of the one that PostgreSQL ends come again. The
 * Lambda's clock is another one: its times are kept between the request and now.
 */
const recordResults: Statement = {
  name: 'results_record',
  text: `
    WITH result AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS r (
        "mediaId" uuid, "userId" uuid, outcome text, etag text, "arrivedAt" timestamptz,
        "inspectedAt" timestamptz, type text, "mimeType" text, size bigint, width integer, height integer,
        "durationSeconds" double precision, codecs text[], renditions jsonb, placeholder text,
        reason text, detail text, parameters jsonb, notices jsonb, original boolean, sha256 text,
        "soundTags" jsonb, "processingSeconds" double precision
      )
      ORDER BY "mediaId"
    ), recorded AS (
      UPDATE media m SET
        status = r.outcome,
        type = coalesce(r.type, m.type),
        mime_type = r."mimeType",
        size = coalesce(r.size, m.size),
        width = r.width,
        height = r.height,
        duration_seconds = r."durationSeconds",
        codecs = coalesce(r.codecs, '{}'),
        renditions = coalesce(r.renditions, '[]'),
        placeholder = r.placeholder,
        etag = r.etag,
        rejection_reason = r.reason,
        rejection_detail = r.detail,
        rejection_parameters = r.parameters,
        notices = r.notices,
        has_original = coalesce(r.original, false),
        sha256 = decode(r.sha256, 'hex'),
        sound_tags = r."soundTags",
        arrived_at = coalesce(m.arrived_at, least(greatest(r."arrivedAt", m.created_at), now())),
        inspected_at = CASE WHEN r."inspectedAt" IS NOT NULL THEN
          least(greatest(r."inspectedAt", r."arrivedAt", m.arrived_at, m.created_at), now())
        END,
        published_at = CASE WHEN r.outcome = 'READY' THEN now() END,
        rejected_at = CASE WHEN r.outcome = 'REJECTED' THEN now() END
      FROM result r
      WHERE m.id = r."mediaId" AND m.uploader_id = r."userId" AND m.status = 'PENDING' AND m.deleted_at IS NULL
      RETURNING m.id, m.uploader_id, m.type, m.status, m.published_at
    ), counted AS (${countIn('recorded')}
    ), notified AS (${appendUpdated('recorded')}
    ), work AS (
      SELECT r."userId" AS user_id, 0 AS items, 0::bigint AS bytes,
        ${chargedMs('r."processingSeconds"')} AS processing_ms
      FROM result r JOIN media m ON m.id = r."mediaId" AND m.uploader_id = r."userId"
      WHERE m.status = 'PENDING' AND r."processingSeconds" > 0
    ), charged AS (${addUsage('work')})
    SELECT uploader_id || '/' || id AS name FROM recorded`,
};

const findStates: Statement = {
  name: 'results_find_states',
  text: 'SELECT id, uploader_id, status, deleted_at IS NOT NULL AS deleted FROM media WHERE id = ANY($1)',
};

export interface MediaState {
  readonly id: string;
  readonly uploader_id: string;
  readonly status: MediaStatus;
  readonly deleted: boolean;
}

/** Results of one item and user are about the same row; another user's is forged. */
const rowOf = ({ mediaId, userId }: RecordedInspection): string => `${userId}/${mediaId}`.toLowerCase();

/** Rows that one statement moves at most. */
const maxResults = 200;

@Injectable()
export class ResultsRepository {
  private readonly logger = new Logger(ResultsRepository.name);

  /**
   * One statement in flight: all results move the same counts of the feed, so that two would wait for each other's
   * commit. A statement can move a row once: a second result of the same item, as after a redelivery, waits.
   */
  private readonly batcher = new Batcher<RecordedInspection, boolean>(
    (results) => this.recordBatch(results),
    {
      max: maxResults,
      keyOf: rowOf,
      onRejected: (error, size) => {
        this.logger.warn({ err: error, size }, 'Batch of inspection results rejected, retrying one by one');
      },
    },
  );

  constructor(private readonly database: Database) {}

  /** Whether the item moved. Throws where the database rejects this result, and during an outage. */
  async record(result: RecordedInspection): Promise<boolean> {
    return this.batcher.add(result);
  }

  private async recordBatch(results: readonly RecordedInspection[]): Promise<boolean[]> {
    const rows = await this.database.query<{ name: string }>(recordResults, [JSON.stringify(results)]);
    const moved = new Set(rows.map(({ name }) => name));
    return results.map((result) => moved.has(rowOf(result)));
  }

  /** How the items stand now, tombstones too, by id. */
  async findStates(mediaIds: readonly string[]): Promise<ReadonlyMap<string, MediaState>> {
    const rows = await this.database.query<MediaState & { id: string }>(findStates, [mediaIds]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
