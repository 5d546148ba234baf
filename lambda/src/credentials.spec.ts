import { mkdtempSync, openSync, fstatSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCredentials } from './credentials.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-feed-credentials-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const descriptorOf = (content: string): number => {
  const file = join(folder, 'keys');
  writeFileSync(file, content);
  return openSync(file, 'r');
};

describe('readCredentials', () => {
  it.each([
    ['AKIA\nsecret\ntoken\n', { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' }],
    ['AKIA\nsecret\n\n', { accessKeyId: 'AKIA', secretAccessKey: 'secret' }],
  ])('reads %j', (content, expected) => {
    expect(readCredentials(descriptorOf(content))).toEqual(expected);
  });

  it('leaves nothing open that a child process could read', () => {
    const descriptor = descriptorOf('AKIA\nsecret\n\n');

    readCredentials(descriptor);

    expect(() => fstatSync(descriptor)).toThrow('EBADF');
  });

  it('leaves the keys to the SDK where nothing was handed over', () => {
    expect(readCredentials(undefined)).toBeUndefined();
  });

  it('says where the keys should have been', () => {
    expect(() => readCredentials(descriptorOf('\n\n\n'))).toThrow('CREDENTIALS_DESCRIPTOR');
  });
});
