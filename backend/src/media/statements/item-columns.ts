/**
 * An item as the contract has it, made by PostgreSQL as JSON text: a page of twenty then costs Node half of what
 * it costs to read columns and to write them again (bench/RESULTS.md). The one place that knows the shape.
 */
import {
  limits,
  mediaTypes,
  type RejectionReason,
  rejectionReasons,
  type ReportReason,
  reportReasons,
} from '@media-feed/contract';

/** What a statement must select of `media m` for `ItemsService` to make answers of. */
export interface ItemRow {
  readonly id: string;
  /** JSON of what is the same for everybody and does not change by the second: all but likes and the owner's part. */
  readonly item: string;
  readonly likes_count: number;
  /** Milliseconds since 1970 of the time that the list is ordered by. */
  readonly at: number;
}

/** ISO 8601 in UTC, as `Date.prototype.toISOString` writes it. */
const iso = (time: string) => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * What a newer Lambda had recorded may be a code that this version's contract does not have; answers keep to the
 * contract until the API is the newer one too.
 */
const known = (column: string, codes: readonly string[], otherwise: string) =>
  `CASE WHEN ${column} IN (${codes.map((code) => `'${code}'`).join(', ')}) THEN ${column} ELSE ${otherwise} END`;

const mimeType = known('m.mime_type', mediaTypes, 'NULL');
const rejectionReason = known(
  'm.rejection_reason',
  rejectionReasons,
  `'${'INTERNAL' satisfies RejectionReason}'`,
);

const removalReason = known('m.removal_code', reportReasons, `'${'OTHER' satisfies ReportReason}'`);

/** SQL that selects what its owner answered to the removal of `m`, latest first. */
export const appealsOf = (m: string) => `
  SELECT c.appeal_text, c.opened_at, c.decided_at FROM moderation_cases c
  WHERE c.user_id = ${m}.uploader_id AND c.subject_id = ${m}.id AND c.appeal_text IS NOT NULL
    AND c.opened_at >= ${m}.removed_at
  ORDER BY c.opened_at DESC`;

const appeal = `
  (SELECT json_build_object('text', appeal_text, 'at', ${iso('opened_at')},
     'outcome', CASE WHEN decided_at IS NULL THEN 'OPEN' ELSE 'UPHELD' END)
   FROM (${appealsOf('m')} LIMIT 1) appeal)`;

/** Only READY items name objects: the last is played, the first picture shown. */
const served = `CASE WHEN m.status = 'READY' THEN m.renditions ELSE '[]' END`;

/**
 * Columns of `media m` as {@link ItemRow}.
 *
 * @param baseUrl SQL of the URL that keys are put behind, slash included
 * @param orderedBy the column that the list is ordered by
 */
export const itemColumns = (baseUrl: string, orderedBy = 'm.published_at') => `
  m.id, m.likes_count, (extract(epoch FROM ${orderedBy}) * 1000)::float8 AS at,
  (SELECT row_to_json(item)::text FROM (
    SELECT m.id, m.type, m.status, ${mimeType} AS "mimeType", m.size, m.width, m.height,
      m.duration_seconds AS "durationSeconds",
      ${baseUrl} || (served.objects->-1->>'key') AS url,
      ${baseUrl} || (jsonb_path_query_first(served.objects, '$[*] ? (@.mimeType starts with "image/")')->>'key')
        AS "thumbnailUrl",
      (SELECT coalesce(json_agg(rendition), '[]') FROM (
        SELECT ${baseUrl} || key AS url, width, height, "mimeType"
        FROM jsonb_to_recordset(served.objects) AS object (key text, width integer, height integer, "mimeType" text)
      ) rendition) AS renditions,
      CASE WHEN m.status = 'READY' THEN m.placeholder END AS placeholder,
      m.codecs, CASE WHEN m.status = 'READY' THEN m.peaks END AS peaks,
      m.alt_text AS "altText", m.caption, m.tags, m.sensitive, ${iso('m.edited_at')} AS "editedAt",
      json_build_object('id', m.uploader_id, 'name', (SELECT name FROM users u WHERE u.id = m.uploader_id))
        AS uploader,
      ${iso('m.created_at')} AS "createdAt", ${iso('m.published_at')} AS "publishedAt"
    FROM (SELECT ${served} AS objects) served
  ) item) AS item`;

const steps = [
  ['REQUESTED', 'm.created_at'],
  ['ARRIVED', 'm.arrived_at'],
  ['INSPECTED', 'm.inspected_at'],
  ['PUBLISHED', 'm.published_at'],
  ['ADDED', 'm.decoded_at'],
  ['REJECTED', 'm.rejected_at'],
  ['EXPIRED', 'm.expired_at'],
  ['REMOVED', 'm.removed_at'],
].map(([step = '', at = '']) => `('${step}', ${at})`);

/**
 * Whether the original of `media m` may leave, to its owner: while it is published, or hidden for no other reason than
 * that its owner is leaving.
 */
export const originalMayLeave = `
  (m.has_original AND m.deleted_at IS NULL
    AND (m.status = 'READY' OR m.removal_cause IS NOT DISTINCT FROM 'LEAVING'))`;

/** JSON text of what only the owner of `media m` sees: file name, rejection, removal, timeline. */
export const ownersPart = `
  (SELECT row_to_json(part)::text FROM (
    SELECT m.file_name AS "fileName",
      CASE WHEN m.rejection_reason IS NOT NULL
        THEN json_build_object('reason', ${rejectionReason}, 'detail', m.rejection_detail,
          'parameters', coalesce(m.rejection_parameters, '{}')) END AS rejection,
      CASE WHEN m.status = 'REMOVED' AND m.removal_cause = 'TAKEDOWN'
        THEN json_build_object('reason', ${removalReason}, 'text', m.removal_text, 'at', ${iso('m.removed_at')},
          'until', ${iso(`(m.removed_at + make_interval(days => ${String(limits.restorableDays)}))`)}, 'appeal', ${appeal})
      END AS removal,
      coalesce(m.notices, '[]') AS notices,
      jsonb_path_query_first(m.notices, '$[*] ? (@.code == "STARTS_LATER").parameters.seconds')
        AS "startsLaterSeconds",
      ${originalMayLeave} AS "hasOriginal", encode(m.sha256, 'hex') AS sha256,
      m.sound_tags AS "soundTags",
      (SELECT json_agg(json_build_object('step', step, 'at', ${iso('at')}))
       FROM (VALUES ${steps.join(', ')}) AS taken (step, at) WHERE at IS NOT NULL) AS timeline
  ) part)`;
