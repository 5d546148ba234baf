/** Inspection results recorded a second by the consumer's own service, against a raw statement that writes the same rows. */
import { join } from 'node:path';
import { Pool } from 'pg';
import { countIn } from '../../backend/src/media/statements/feed-counts.ts';
import { appendUpdated } from '../../backend/src/media/statements/media-events.ts';
import { judged, writeRow } from '../results.ts';
import { atLeast, ratios, spreadOf, write } from '../figures.ts';
import type { BenchStack } from './bench-stack.ts';
import { builtClass } from './built-backend.ts';
import { processorSeconds } from './processor-time.ts';
import type { Settings } from './rounds.ts';

/** What SQS gives at most at once. */
const batchSize = 10;
const inFlight = 4;

interface Upload {
  readonly id: string;
  readonly uploader_id: string;
}

type Recorder = (batch: readonly Upload[]) => Promise<unknown>;

const resultOf = ({ id, uploader_id: userId }: Upload) => ({
  mediaId: id,
  userId,
  etag: '0123456789abcdef',
  arrivedAt: new Date().toISOString(),
  inspectedAt: new Date().toISOString(),
  outcome: 'READY' as const,
  type: 'IMAGE' as const,
  mimeType: 'image/jpeg' as const,
  size: 3_141_592,
  width: 4000,
  height: 3000,
  durationSeconds: null,
  codecs: [],
  placeholder: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
  renditions: [320, 960, 2048].map((width) => ({
    name: `w${String(width)}.webp`,
    key: `media/image/${id}/01234567-w${String(width)}.webp`,
    mimeType: 'image/webp' as const,
    width,
    height: (width * 3) / 4,
    size: 48_213,
  })),
});

export async function measureConsumer(stack: BenchStack, { rounds, seconds }: Settings): Promise<void> {
  const subject = await openService(stack);
  const pool = new Pool({ connectionString: stack.databaseUrl, max: 10 });
  const raw: Recorder = (batch) =>
    pool.query({ ...rawUpdate, values: [JSON.stringify(batch.map(resultOf))] });
  const uploadsARound = 600 * seconds;
  const measured = { service: [] as Recording[], raw: [] as Recording[] };
  for (let round = 0; round <= rounds; round++) {
    process.stdout.write(`\r  results, round ${String(round)} of ${String(rounds)}`);
    const inRaw = await recordAll(await pendingUploads(stack, uploadsARound), raw);
    const inService = await recordAll(await pendingUploads(stack, uploadsARound), subject.record);
    // The first warms both.
    if (round === 0) continue;
    measured.raw.push(inRaw);
    measured.service.push(inService);
  }
  process.stdout.write('\r');
  await Promise.all([subject.close(), pool.end()]);
  const of = (name: keyof typeof measured, key: keyof Recording) => measured[name].map((one) => one[key]);
  const rates = ratios(of('service', 'perSecond'), of('raw', 'perSecond'));
  const pair = (key: keyof Recording) =>
    `${write(spreadOf(of('service', key)), 0)} against ${write(spreadOf(of('raw', key)), 0)}`;
  const row = {
    what: `inspection results recorded, ${String(batchSize)} a batch and ${String(inFlight)} batches in flight, against a raw statement that writes the same rows`,
    gives: 'how many uploads a second become visible',
    result: `${pair('perSecond')} a second: ${write(rates)}; ${pair('cpuMicroseconds')} µs of Node's processor each`,
    rounds,
  };
  await writeRow('consumer', judged(row, rates, atLeast(0.9)));
}

/** Item, feed counts and the owner's event, with nothing that is checked or limited on the way. */
const rawUpdate = {
  name: 'raw_update',
  text: `
    WITH recorded AS (
      UPDATE media m SET status = v.outcome, mime_type = v."mimeType", size = v.size, width = v.width,
        height = v.height, renditions = v.renditions, placeholder = v.placeholder, etag = v.etag,
        arrived_at = v."arrivedAt", inspected_at = v."inspectedAt", published_at = now()
      FROM jsonb_to_recordset($1::jsonb) AS v (
        "mediaId" uuid, outcome text, etag text, "arrivedAt" timestamptz, "inspectedAt" timestamptz, "mimeType" text,
        size bigint, width integer, height integer, renditions jsonb, placeholder text)
      WHERE m.id = v."mediaId" AND m.status = 'PENDING'
      RETURNING m.id, m.uploader_id, m.type, m.status, m.published_at
    ), counted AS (${countIn('recorded')}
    ), notified AS (${appendUpdated('recorded')}
    ) SELECT count(*) FROM recorded`,
};

/** Inserts as many uploads as wait for their inspection result, by people who are there. */
async function pendingUploads(stack: BenchStack, count: number): Promise<Upload[]> {
  const { rows } = await stack.database.query<Upload>(
    `INSERT INTO media (id, uploader_id, type, declared_mime_type, file_name, size, url_expires_at, deadline_at)
     SELECT uuidv7(), id, 'IMAGE', 'image/jpeg', 'a.jpg', 1, now(), now() + interval '1 hour'
     FROM (SELECT id FROM users LIMIT 1000) u CROSS JOIN generate_series(1, $1)
     LIMIT $2 RETURNING id, uploader_id`,
    [Math.ceil(count / 1000), count],
  );
  return rows;
}

interface Recording {
  readonly perSecond: number;
  /** Processor time of Node a result. */
  readonly cpuMicroseconds: number;
}

async function recordAll(uploads: readonly Upload[], record: Recorder): Promise<Recording> {
  const [startedAt, cpuBefore] = [performance.now(), processorSeconds(process.pid)];
  let next = 0;
  const worker = async () => {
    while (next < uploads.length) {
      const batch = uploads.slice(next, (next += batchSize));
      await record(batch);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return {
    perSecond: uploads.length / ((performance.now() - startedAt) / 1000),
    cpuMicroseconds: ((processorSeconds(process.pid) - cpuBefore) / uploads.length) * 1e6,
  };
}

/** The built backend's own classes, as its consumer uses them. */
async function openService(stack: BenchStack): Promise<{ record: Recorder; close: () => Promise<void> }> {
  const dist = join(import.meta.dirname, '..', '..', 'backend', 'dist');
  const [{ DataSource }, options, config, Database, ResultsRepository, ResultsService] = await Promise.all([
    import('typeorm'),
    import(join(dist, 'database/data-source.js')) as Promise<{ databaseOptions: (config: unknown) => never }>,
    import(join(dist, 'config/config.js')) as Promise<{ parseConfig: (env: unknown) => never }>,
    builtClass('database/database', 'Database'),
    builtClass('processing/results.repository', 'ResultsRepository'),
    builtClass<{ recordAll: (results: unknown) => Promise<unknown> }>(
      'processing/results.service',
      'ResultsService',
    ),
  ]);
  const dataSource = await new DataSource(
    options.databaseOptions(config.parseConfig(stack.apiEnvironment)),
  ).initialize();
  const results = new ResultsService(new ResultsRepository(new Database(dataSource)), undefined, {
    notify: () => undefined,
  });
  return {
    record: (batch) => results.recordAll(batch.map(resultOf)),
    close: () => dataSource.destroy(),
  };
}
