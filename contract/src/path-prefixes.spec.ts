import { describe, expect, it } from '@jest/globals';
import { calls } from './calls.ts';
import { apiPrefixes, cdnBehaviours, pagePaths, pathOwner } from './path-prefixes.ts';

/** With something in place of each parameter; a page may have any name there, an API's among them. */
const filled = (path: string) => path.replaceAll(/:\w+|\*$/g, 'media');

describe('paths', () => {
  it.each(Object.entries(calls).map(([name, { method, path }]) => [method, path, name]))(
    "%s %s is the API's",
    (_method, path, name) => {
      expect(pathOwner(filled(path))).toBe(name === 'getMetrics' ? 'hidden' : 'api');
    },
  );

  it.each(pagePaths.map((path) => [path]))("%s is the web app's", (path) => {
    expect(pathOwner(filled(path))).toBe('web-app');
  });

  it.each([
    ['/media', 'api'],
    ['/media/events', 'api'],
    ['/docs', 'api'],
    ['/docs/swagger-ui.css', 'api'],
    ['/docs-json', 'api'],
    ['/docs-json/more', 'web-app'],
    ['/health/ready', 'api'],
    ['/health', 'web-app'],
    ['/metrics', 'hidden'],
    ['/metrics/', 'hidden'],
    ['/metrics/more', 'hidden'],
    ['/mediate', 'web-app'],
    ['/Media', 'web-app'],
    ['/assets/app.js', 'web-app'],
    ['/', 'web-app'],
    ['', 'web-app'],
  ])('%s is for: %s', (path, owner) => {
    expect(pathOwner(path)).toBe(owner);
  });

  it('have one row a prefix, and each row a purpose', () => {
    expect(new Set(apiPrefixes.map(({ prefix }) => prefix)).size).toBe(apiPrefixes.length);
    expect(apiPrefixes.filter(({ itself, below }) => itself === undefined && below === undefined)).toEqual(
      [],
    );
  });
});

describe('behaviours of a CDN', () => {
  it('are ten at most, the web app among them', () => {
    expect(cdnBehaviours.length + 1).toBeLessThanOrEqual(10);
  });

  it('hand on what is public, and nothing else', () => {
    const owners = cdnBehaviours.map(({ pathPattern }) => pathOwner(`/${pathPattern.replace('*', 'x')}`));
    expect(new Set(owners)).toEqual(new Set(['api']));
  });

  it('keep the feed alone', () => {
    expect(cdnBehaviours.filter(({ isCached }) => isCached)).toEqual([
      { pathPattern: 'media', isCached: true },
    ]);
  });
});
