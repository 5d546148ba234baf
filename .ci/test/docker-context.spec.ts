import { describe, expect, it } from '@jest/globals';
import { missingImports, missingSources } from '../docker-context.ts';

const ignoreFile = `# Nothing but
**
!package.json
!.npmrc
!lambda/src
!web/config.ts
**/*.spec.ts
`;
const modules: Record<string, string> = {
  'lambda/src/a.ts': "import type { Shape } from '../../web/shape.ts';\nimport { b } from './b.ts';\n",
  'lambda/src/b.ts': "import { readFileSync } from 'node:fs';\nexport * from './a.ts';\n",
  'lambda/src/a.spec.ts': "import { nobody } from './nowhere.ts';\n",
  'web/config.ts': "import {\n  robots,\n} from './robots.ts';\nimport './a.css';\n",
  'web/robots.ts': '',
  'web/shape.ts': '',
};
const files = ['package.json', '.npmrc', 'lambda/patches/b.patch', 'web/a.css', ...Object.keys(modules)];
const contextOf = (ignored: string) => ({
  files,
  ignoreFile: ignored,
  read: (file: string) => modules[file] ?? '',
});
const missing = (copy: string, ignored = ignoreFile) =>
  missingSources(`FROM a\n${copy}\n`, contextOf(ignored));

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
    ['a folder that is kept out', 'COPY lambda/patches/ lambda/patches/', 'lambda/patches'],
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

describe('what the modules of an image import', () => {
  const imports = (dockerfile: string, ignored = ignoreFile) =>
    missingImports(dockerfile, contextOf(ignored));

  it.each([
    ['types, which are gone when it runs', 'FROM x\nCOPY lambda/src/ lambda/src/\n'],
    [
      'what an earlier stage copied',
      'FROM x AS a\nCOPY lambda/src/b.ts y/\nCOPY lambda/src/a.ts y/\nFROM a AS c\n',
    ],
    ['what another stage has built', 'FROM x AS a\nFROM x\nCOPY --from=a web/config.ts ./\n'],
  ])('is there: %s', (_what, dockerfile) => {
    expect(imports(dockerfile)).toEqual([]);
  });

  it.each([
    ['what .dockerignore keeps out', 'FROM x\nCOPY web/ web/\n', ['web/robots.ts', 'web/a.css']],
    [
      'what another stage alone copied',
      'FROM x AS a\nCOPY web/ lambda/src/ ./\nFROM x AS b\nCOPY web/config.ts ./\n',
      ['web/robots.ts', 'web/a.css'],
    ],
  ])('is missed: %s', (_what, dockerfile, missed) => {
    expect(imports(dockerfile)).toEqual(missed.map((file) => `web/config.ts imports ${file}`));
  });

  it('is there once it is sent', () => {
    expect(imports('FROM x\nCOPY web/ web/\n', `${ignoreFile}!web\n`)).toEqual([]);
  });
});
