import { describe, expect, it } from '@jest/globals';
import { limits } from '@media-feed/contract';
import { ConfigError, defaultCallLimits, parseConfig, parseDatabaseConfig } from './config.ts';

const needed = {
  DATABASE_URL: 'postgres://app:hidden@localhost/media',
  JWT_SECRET: 'x'.repeat(32),
  AWS_REGION: 'eu-central-1',
  UPLOADS_BUCKET: 'uploads',
  MEDIA_BUCKET: 'media',
  RESULTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/1/results',
  FAILURES_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/1/failures',
  MEDIA_BASE_URL: 'https://cdn.example.org/',
};
const production = { ...needed, ENVIRONMENT: 'production', PASSWORD_BREACH_CHECK: 'on' };
const messageOf = (env: Record<string, string | undefined>): string => {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return '';
};

describe('parseConfig', () => {
  it('needs few variables and takes the limits of the contract', () => {
    expect(parseConfig(needed)).toMatchObject({
      role: 'all',
      host: '127.0.0.1',
      apiPort: 3000,
      presignTtlSeconds: limits.presignTtlSeconds,
      maxUploadBytes: limits.maxUploadBytes,
      mediaBaseUrl: 'https://cdn.example.org',
      webOrigins: [],
      rateLimits: true,
      bcryptCost: 12,
      storageEndpoint: undefined,
    });
  });

  it('reads what is set', () => {
    const config = parseConfig({
      ...needed,
      WEB_ORIGINS: 'https://a.example, https://b.example:8443',
      RATE_LIMITS: 'off',
      MAX_IMAGE_BYTES: '1000',
      STORAGE_ENDPOINT: 'http://localhost:9000',
    });
    expect(config).toMatchObject({
      webOrigins: ['https://a.example', 'https://b.example:8443'],
      rateLimits: false,
      maxUploadBytes: { IMAGE: 1000 },
      storagePublicEndpoint: 'http://localhost:9000',
    });
    expect(parseConfig({ ...needed, STORAGE_PUBLIC_ENDPOINT: 'http://b' }).storagePublicEndpoint).toBe(
      'http://b',
    );
  });

  it('lists all that is missing at once', () => {
    const message = messageOf({});
    for (const name of Object.keys(needed)) expect(message).toContain(`${name}: is not set`);
  });

  it('takes a variable that is set to nothing for one that is not set', () => {
    expect(messageOf({ ...needed, UPLOADS_BUCKET: '' })).toContain('UPLOADS_BUCKET: is not set');
    expect(parseConfig({ ...needed, STORAGE_ENDPOINT: '' }).storageEndpoint).toBeUndefined();
  });

  it.each([
    ['JWT_SECRET', 'short-but-secret'],
    ['DATABASE_URL', 'mysql://app:hidden@localhost'],
    ['API_PORT', '70000'],
    ['API_PORT', 'eighty'],
    ['WEB_ORIGINS', 'https://a.example/path'],
    ['WEB_ORIGINS', '*'],
    ['MEDIA_BASE_URL', 'cdn.example.org'],
    ['ROLE', 'boss'],
    ['RATE_LIMITS', 'maybe'],
    ['BCRYPT_COST', '4'],
    ['TRUST_PROXY_HOPS', '-1'],
    ['MAX_IMAGE_BYTES', '1.5'],
  ])('names %s, and never its value', (name, value) => {
    const message = messageOf({ ...needed, [name]: value });
    expect(message).toMatch(new RegExp(`^Bad settings in the environment:\\n {2}${name}: [A-Z]`));
    expect(message.split('\n')).toHaveLength(2);
    expect(message).not.toContain(value);
  });

  it('is stricter in production, and takes each limit that is set', () => {
    expect(parseConfig(needed).callLimits).toMatchObject(defaultCallLimits.development);
    const strict = parseConfig(production).callLimits;
    expect(strict).toMatchObject(defaultCallLimits.production);
    const own = { ...production, SIGN_UP_LIMIT_PER_ADDRESS: '7' };
    expect(parseConfig(own).callLimits).toEqual({ ...strict, signUpLimitPerAddress: 7 });
  });

  it.each([
    ['rate limits', 'RATE_LIMITS', 'off'],
    ['the check of common passwords', 'PASSWORD_BREACH_CHECK', 'off'],
    ['the check of common passwords, off where nobody sets it,', 'PASSWORD_BREACH_CHECK', ''],
  ])('refuses to go without %s in production', (_what, name, value) => {
    expect(messageOf({ ...production, [name]: value })).toBe(
      `Bad settings in the environment:\n  ${name}: Must be on in production`,
    );
    expect(parseConfig(production)).toMatchObject({
      rateLimits: true,
      passwordBreachCheck: true,
    });
    expect(messageOf({ ...needed, [name]: value })).toBe('');
  });
});

describe('parseDatabaseConfig', () => {
  it('needs the database alone', () => {
    expect(parseDatabaseConfig({ DATABASE_URL: 'postgresql:///media' })).toMatchObject({
      databaseUrl: 'postgresql:///media',
      databasePoolSize: 10,
    });
  });

  it('lets a stop wait for the poll under way', () => {
    const waits = { QUEUE_WAIT_SECONDS: '20', DRAIN_SECONDS: '5' };
    expect(() => parseConfig({ ...needed, ...waits, SHUTDOWN_TIMEOUT_SECONDS: '25' })).toThrow(
      'SHUTDOWN_TIMEOUT_SECONDS: Must be more than DRAIN_SECONDS and QUEUE_WAIT_SECONDS together',
    );
    expect(parseConfig({ ...needed, ...waits, SHUTDOWN_TIMEOUT_SECONDS: '26' }).drainSeconds).toBe(5);
    // The API alone polls nothing.
    const alone = { ...needed, ...waits, ROLE: 'api', SHUTDOWN_TIMEOUT_SECONDS: '6' };
    expect(parseConfig(alone).shutdownTimeoutSeconds).toBe(6);
  });
});
