import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.ts';

describe('settings of the embedded stack', () => {
  it('has a default for each, and counts an empty variable as none', () => {
    expect(readSettings({ API_PORT: '' })).toMatchObject({
      API_PORT: 3000,
      WEB_PORT: 5173,
      RATE_LIMITS: 'on',
      LAMBDA_RETRY_SECONDS: [2, 5],
    });
  });

  it('takes what is given', () => {
    expect(readSettings({ WEB_PORT: '8081', LAMBDA_RETRY_SECONDS: '0.1,0.2', DATA_DIR: '/x' })).toMatchObject(
      {
        WEB_PORT: 8081,
        LAMBDA_RETRY_SECONDS: [0.1, 0.2],
        DATA_DIR: '/x',
      },
    );
  });

  it('names every bad variable and shows no value', () => {
    const read = () =>
      readSettings({ API_PORT: '70000', DATABASE_URL: 'secret-value', RATE_LIMITS: 'maybe' });
    expect(read).toThrow(/API_PORT, DATABASE_URL, RATE_LIMITS/);
    expect(() => readSettings({ PROGRAM_OVERRIDES: '{' })).toThrow(/PROGRAM_OVERRIDES/);
    expect(read).not.toThrow(/secret-value/);
  });
});
