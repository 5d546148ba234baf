import { describe, expect, it } from '@jest/globals';
import { brokenRules } from '../dockerfile-rules.ts';

const good = `# A comment
ARG NODE_IMAGE=node:24.21.0-bookworm-slim
FROM \${NODE_IMAGE} AS base
WORKDIR /app
RUN apt-get update \\
  && apt-get install -y --no-install-recommends curl \\
  && rm -rf /var/lib/apt/lists/*
RUN npm ci --omit=dev && npm cache clean --force
USER node
FROM base
COPY . ./
HEALTHCHECK CMD ["true"]
CMD ["node", "main.js"]
`;

describe('the rules for Dockerfiles', () => {
  it('take a good one, whose user comes from the stage before', () => {
    expect(brokenRules(good)).toEqual([]);
  });

  it('take a stage that begins with nothing', () => {
    expect(
      brokenRules(good.replace('FROM base\n', 'FROM scratch AS zip\nCOPY --from=base /a /\nFROM base\n')),
    ).toEqual([]);
  });

  it.each([
    ['pinned-base', 'node:24.21.0-bookworm-slim', 'node'],
    ['pinned-base', 'node:24.21.0-bookworm-slim', 'node:latest'],
    ['not-root', 'USER node', 'USER root'],
    ['not-root', 'USER node', 'USER 0:0'],
    ['not-root', 'USER node\n', ''],
    ['health-check', 'HEALTHCHECK CMD ["true"]\n', ''],
    ['no-add', 'COPY . ./', 'ADD https://example.org/a.tgz ./'],
    ['npm-ci', 'npm ci', 'npm install'],
    ['small-apt', ' --no-install-recommends', ''],
    ['small-apt', ' \\\n  && rm -rf /var/lib/apt/lists/*', ''],
    ['exec-form', 'CMD ["node", "main.js"]', 'CMD node main.js'],
    ['absolute-folder', 'WORKDIR /app', 'WORKDIR app'],
    ['no-secret', 'USER node', 'ENV JWT_SECRET=hush\nUSER node'],
    ['no-syntax-line', '# A comment', '# syntax=docker/dockerfile:1'],
  ])('name what breaks %s', (rule, part, worse) => {
    expect(good).toContain(part);
    expect(brokenRules(good.replace(part, worse))).toEqual([expect.stringContaining(`(${rule})`)]);
  });

  it('let an exception pass, and nothing else', () => {
    const text = good.replace('USER node', 'USER root').replace('npm ci', 'npm i');
    expect(brokenRules(text, ['not-root'])).toEqual([expect.stringContaining('(npm-ci)')]);
  });
});
