import { describe, expect, it } from '@jest/globals';
import { missingSources } from '../docker-context.ts';

const files = ['package.json', '.npmrc', 'lambda/src/a.ts', 'lambda/src/a.spec.ts', 'lambda/patches/b.patch'];
const ignoreFile = `# Nothing but
**
!package.json
!.npmrc
!lambda/src
**/*.spec.ts
`;
const missing = (copy: string, ignored = ignoreFile) => missingSources(`FROM a\n${copy}\n`, files, ignored);

describe('what a Dockerfile copies', () => {
  it.each([
    'COPY package.json .npmrc ./',
    'COPY --chown=node lambda/src/ lambda/src/',
    'COPY lambda/ lambda/',
    'COPY . ./',
    'COPY --from=build /app/nowhere ./',
  ])('is sent: %s', (copy) => {
    expect(missing(copy)).toEqual([]);
  });

  it.each([
    ['a folder that is kept out', 'COPY lambda/patches/ lambda/patches/', 'lambda/patches/'],
    ['one of several', 'COPY package.json tsconfig.json ./', 'tsconfig.json'],
    ['what a later line keeps out again', 'COPY lambda/src/a.spec.ts ./', 'lambda/src/a.spec.ts'],
    ['a name that only begins alike', 'COPY lambda/sr ./', 'lambda/sr'],
    ['one in a continued line', 'COPY package.json \\\n  lambda/patches ./', 'lambda/patches'],
  ])('is missed: %s', (_what, copy, source) => {
    expect(missing(copy)).toEqual([source]);
  });

  it('is sent once .dockerignore lets it through', () => {
    expect(missing('COPY lambda/patches/ x/', `${ignoreFile}!lambda/patches\n`)).toEqual([]);
    expect(missing('COPY lambda/patches/ x/', '')).toEqual([]);
  });
});
