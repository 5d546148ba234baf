import { describe, expect, it } from '@jest/globals';
import { apiDatabaseUrl, ownersEnvironment } from './database-logins.ts';

const secrets = { database: 'of-the-owner', databaseApi: 'of-the-API' };
const place = '127.0.0.1:5433/media_feed';
const ownersUrl = `postgres://media_feed:${secrets.database}@${place}`;
const apiUrl = `postgres://media_feed_api_a:${secrets.databaseApi}@${place}`;

describe('the logins of the database', () => {
  it('are two: the API is not the owner of the tables', () => {
    expect(apiDatabaseUrl({ DATABASE_URL: undefined }, secrets, ownersUrl)).toBe(apiUrl);
    expect(ownersEnvironment({ DATABASE_URL: undefined }, secrets, ownersUrl)).toEqual({
      DATABASE_URL: ownersUrl,
      DATABASE_API_URL: apiUrl,
    });
  });

  it('are the one that the person gave, in a database of theirs', () => {
    const theirs = 'postgres://me@db.example.org/mine';
    expect(apiDatabaseUrl({ DATABASE_URL: theirs }, secrets, theirs)).toBe(theirs);
    expect(ownersEnvironment({ DATABASE_URL: theirs }, secrets, theirs)).toEqual({ DATABASE_URL: theirs });
  });
});
