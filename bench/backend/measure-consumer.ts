/** Inspection results recorded a second by the consumer's own service, against a raw multi-row update of the same rows. */
import { join } from 'node:path';
import { Pool } from 'pg';
import { median, writeRow } from '../results.ts';
import type { Settings } from './rounds.ts';
import type { BenchStack } from './bench-stack.ts';

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
  const serviceRates: number[] = [];
  const rawRates: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    process.stdout.write(`\r  results, round ${String(round)} of ${String(rounds)}`);
    const [rawRate, serviceRate] = [
      await rateOf(await pendingUploads(stack, uploadsARound), raw),
      await rateOf(await pendingUploads(stack, uploadsARound), subject.record),
    ];
    // The first warms both.
    if (round === 0) continue;
    rawRates.push(rawRate);
    serviceRates.push(serviceRate);
  }
  process.stdout.write('\r');
  await Promise.all([subject.close(), pool.end()]);
  await writeRow('consumer', {
    what: `results recorded a second, ${String(batchSize)} a batch and ${String(inFlight)} batches in flight, feed counts and events included, against a raw multi-row update`,
    result: `${median(serviceRates).toFixed(0)} against ${median(rawRates).toFixed(0)}: ${(median(serviceRates) / median(rawRates)).toFixed(2)}`,
    asked: 'at least 0.8',
    rounds,
  });
}

const rawUpdate = {
  name: 'raw_update',
  text: `
    UPDATE media m SET status = v.outcome, mime_type = v."mimeType", size = v.size, width = v.width, height = v.height,
      renditions = v.renditions, placeholder = v.placeholder, etag = v.etag, arrived_at = v."arrivedAt",
      inspected_at = v."inspectedAt", published_at = now()
    FROM jsonb_to_recordset($1::jsonb) AS v (
      "mediaId" uuid, outcome text, etag text, "arrivedAt" timestamptz, "inspectedAt" timestamptz, "mimeType" text,
      size bigint, width integer, height integer, renditions jsonb, placeholder text)
    WHERE m.id = v."mediaId" AND m.status = 'PENDING'`,
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

async function rateOf(uploads: readonly Upload[], record: Recorder): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < uploads.length) {
      const batch = uploads.slice(next, (next += batchSize));
      await record(batch);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return uploads.length / ((performance.now() - startedAt) / 1000);
}

/** The built backend's own classes, as its consumer uses them. */
async function openService(stack: BenchStack): Promise<{ record: Recorder; close: () => Promise<void> }> {
  const dist = join(import.meta.dirname, '..', '..', 'backend', 'dist');
  const load = (path: string) =>
    import(join(dist, path)) as Promise<Partial<Record<string, new (...args: unknown[]) => never>>>;
  const [{ DataSource }, options, config, database, repository, service] = await Promise.all([
    import('typeorm'),
    import(join(dist, 'database/data-source.js')) as Promise<{ databaseOptions: (config: unknown) => never }>,
    import(join(dist, 'config/config.js')) as Promise<{ parseConfig: (env: unknown) => never }>,
    load('database/database.js'),
    load('processing/results.repository.js'),
    load('processing/results.service.js'),
  ]);
  const dataSource = await new DataSource(
    options.databaseOptions(config.parseConfig(stack.apiEnvironment)),
  ).initialize();
  const { Database } = database;
  const { ResultsRepository } = repository;
  const { ResultsService } = service;
  if (!Database || !ResultsRepository || !ResultsService) throw new Error('The backend is not built');
  const results: { recordAll: (results: unknown) => Promise<unknown> } = new ResultsService(
    new ResultsRepository(new Database(dataSource)),
    undefined,
    { notify: () => undefined },
  );
  return {
    record: (batch) => results.recordAll(batch.map(resultOf)),
    close: () => dataSource.destroy(),
  };
}
