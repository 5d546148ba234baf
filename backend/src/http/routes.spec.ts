import { describe, expect, it } from '@jest/globals';
import { Routes } from './routes.ts';

const routes = new Routes();
routes.add('/media', ['GET', 'HEAD']);
routes.add('/media/:mediaId', 'GET');
routes.add('/media/:mediaId', 'DELETE');
routes.add('/media/:mediaId/likes', 'POST');
routes.add('/a.b', 'GET');
routes.add('*', 'OPTIONS');

describe('Routes', () => {
  it.each([
    ['/media', ['GET', 'HEAD']],
    ['/media/7', ['DELETE', 'GET']],
    ['/media/7/likes', ['POST']],
    ['/media/7/likes/', ['POST']],
    ['/media//likes', []],
    ['/medial', []],
    ['/aXb', []],
    ['/nope', []],
  ])('knows the methods of %s', (path, methods) => {
    expect(routes.methodsOf(path)).toEqual(methods);
  });
});
