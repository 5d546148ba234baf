import { type Config, parseConfig } from '../../src/config/config.ts';

/** Where the services under test are; `npm test` starts them and says so in the environment. */
export function testService(
  name: 'TEST_DATABASE_URL' | 'TEST_STORAGE_ENDPOINT' | 'TEST_QUEUE_ENDPOINT',
): string {
  const address = process.env[name];
  if (!address) throw new Error(`${name} is not set: run the tests by embedded/src/with-services.ts`);
  return address;
}

/** Settings as in production but for cheap hashes, silence and no rate limits. */
export function testConfig(addresses: {
  databaseUrl: string;
  resultsQueueUrl: string;
  failuresQueueUrl: string;
}): Config {
  return parseConfig({
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'silent',
    API_PORT: '0',
    DATABASE_URL: addresses.databaseUrl,
    DATABASE_POOL_SIZE: '10',
    JWT_SECRET: 'a secret for tests, of 32 bytes and more',
    BCRYPT_COST: '10',
    RATE_LIMITS: 'off',
    WEB_ORIGINS: 'http://localhost:5173',
    AWS_REGION: 'us-east-1',
    STORAGE_ENDPOINT: testService('TEST_STORAGE_ENDPOINT'),
    QUEUE_ENDPOINT: testService('TEST_QUEUE_ENDPOINT'),
    UPLOADS_BUCKET: 'media-feed-uploads',
    MEDIA_BUCKET: 'media-feed-media',
    RESULTS_QUEUE_URL: addresses.resultsQueueUrl,
    FAILURES_QUEUE_URL: addresses.failuresQueueUrl,
    // A stop waits for the poll under way.
    QUEUE_WAIT_SECONDS: '1',
    MEDIA_BASE_URL: 'http://localhost:8080',
    // All test files share one storage, in which most is of other databases.
    ORPHAN_GRACE_SECONDS: '86400',
    // Tests look at what just happened; those of the cache turn it on.
    FEED_CACHE_MILLISECONDS: '0',
  });
}
