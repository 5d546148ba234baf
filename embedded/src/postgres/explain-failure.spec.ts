import { describe, expect, it } from '@jest/globals';
import { explainPostgresFailure } from './explain-failure.ts';

describe('a database that does not start', () => {
  it.each([
    ['could not access directory "/x/postgres": Permission denied', /Set DATA_DIR/],
    ['FATAL: could not write file: No space left on device', /is full/],
    ['FATAL:  lock file "postmaster.pid" already exists', /already runs/],
    [
      'LOG: starting\nFATAL:  could not open file "global/pg_control"\n',
      /damaged.*pg_control.*Move that folder/,
    ],
    ['', /no reason given/],
  ])('%j', (log, words) => {
    expect(explainPostgresFailure('/x/postgres', log)).toMatch(words);
  });
});
