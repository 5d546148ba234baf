import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../settings.ts';
import { environments, passThrough } from './environments.ts';

const secrets = { jwt: 'j', storage: 's', database: 'd', databaseApi: 'a' };

describe('the environment of each program', () => {
  it('signs for the browser’s address and calls the local one', () => {
    const { api } = environments(readSettings({ STORAGE_PORT: '9100' }), secrets, 'postgres://x', {});
    expect(api).toMatchObject({
      STORAGE_PUBLIC_ENDPOINT: 'http://localhost:9100',
      STORAGE_ENDPOINT: 'http://127.0.0.1:9100',
      DATABASE_URL: 'postgres://x',
    });
  });

  it('gives the function no secret of the API', () => {
    const { functions } = environments(readSettings({}), secrets, 'postgres://x', {});
    expect(JSON.parse(functions.FUNCTION_ENVIRONMENT ?? '')).not.toHaveProperty('JWT_SECRET');
    expect(functions.FUNCTION_ENVIRONMENT).not.toContain('postgres://x');
  });

  it('passes a person’s settings on, but not their AWS account', () => {
    const variables = { MAX_UNFINISHED_UPLOADS: '5', AWS_SESSION_TOKEN: 'theirs', npm_config_x: 'y' };
    expect(passThrough(variables)).toEqual({ MAX_UNFINISHED_UPLOADS: '5' });
  });

  it('lets single programs be overridden, the function apart from what calls it', () => {
    const overrides = {
      api: { QUEUE_ENDPOINT: 'http://127.0.0.1:1' },
      lambda: { QUEUE_ENDPOINT: 'http://127.0.0.1:2' },
    };
    const settings = readSettings({ PROGRAM_OVERRIDES: JSON.stringify(overrides) });
    const { api, functions } = environments(settings, secrets, '', {});
    expect(api.QUEUE_ENDPOINT).toBe('http://127.0.0.1:1');
    expect(functions.QUEUE_ENDPOINT).toBe('http://127.0.0.1:9324');
    expect(JSON.parse(functions.FUNCTION_ENVIRONMENT ?? '')).toMatchObject(overrides.lambda);
  });
});
