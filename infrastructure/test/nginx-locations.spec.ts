/** nginx's template treats paths as contract/src/path-prefixes.ts says; nginx itself is tried in nginx.spec.ts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { apiPrefixes, pathOwner } from '@media-feed/contract';
import { folder } from '../src/template.ts';

const template = await readFile(join(folder, 'nginx', 'nginx.conf.template'), 'utf8');

interface Location {
  readonly kind: '' | '=' | '~*';
  readonly path: string;
  readonly directives: string;
}

/** Of the server that CloudFront reaches, which is the first. */
function locationsOf(text: string): Location[] {
  const [, server = ''] = text.split(/^ {2}server \{$/m);
  return [...server.matchAll(/^ {4}location (?:(=|~\*) )?(\S+) \{\n(.*?)^ {4}\}$/gms)].map(
    ([, kind = '', path = '', directives = '']) => ({ kind: kind as Location['kind'], path, directives }),
  );
}

/** As nginx chooses: an equal path, then a regular expression, then what it begins with. */
function locationFor(path: string, locations: readonly Location[]): Location | undefined {
  return (
    locations.find((location) => location.kind === '=' && location.path === path) ??
    locations.find((location) => location.kind === '~*' && new RegExp(location.path, 'i').test(path)) ??
    locations.find((location) => location.kind === '' && path.startsWith(location.path))
  );
}

/** Paths that nginx would treat otherwise than the contract. */
function differences(text: string): string[] {
  const locations = locationsOf(text);
  const samples = apiPrefixes
    .flatMap(({ prefix }) => [prefix, `${prefix}/x`])
    .concat(locations.filter(({ kind }) => kind === '=').map(({ path }) => path));
  return samples.filter((path) => {
    const { directives = '' } = locationFor(path, locations) ?? {};
    const handsOn = directives.includes('proxy_pass http://api;');
    const isInternal = directives.includes('internal;');
    switch (pathOwner(path)) {
      case 'api':
        return !handsOn;
      case 'hidden':
        return handsOn || !directives.includes('return 404;');
      // CloudFront never sends such a path here: whatever answers it but a location made for it.
      case 'web-app':
        return locations.some((location) => location.path === path) && !isInternal;
    }
  });
}

describe('nginx.conf.template', () => {
  it('has the locations that this test reads', () => {
    expect(locationsOf(template).map(({ path }) => path)).toEqual([
      '/',
      '^/metrics(/|$)',
      '/media/events',
      '/problem',
    ]);
  });

  it("hands on what is the API's, and hides what is hidden", () => {
    expect(differences(template)).toEqual([]);
  });

  it.each([
    [
      'metrics that are served',
      'location ~* ^/metrics(/|$)',
      'location ~* ^/statistics(/|$)',
      ['/metrics', '/metrics/x'],
    ],
    [
      'a path of the API that is hidden',
      'location ~* ^/metrics(/|$)',
      'location ~* ^/(users|metrics)(/|$)',
      ['/users/x'],
    ],
    ['a location for a page', 'location = /media/events', 'location = /settings', ['/settings']],
    [
      'an error page below a prefix of the API',
      'location = /problem',
      'location = /media/problem',
      ['/media/problem'],
    ],
  ])('would be found with %s', (_fault, right, wrong, found) => {
    expect(template).toContain(right);
    expect(differences(template.replace(right, wrong))).toEqual(found);
  });
});
