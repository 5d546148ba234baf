import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSettings as readEmulatorSettings } from '../src/localstack/settings.ts';
import { readCommandSettings } from '../src/commands/command-settings.ts';
import { readSettings } from '../src/settings.ts';

const root = join(import.meta.dirname, '..', '..');
const line = /^([A-Z][A-Z0-9_]*)=(\S+) # \S.*$/;

async function readVariables(): Promise<Record<string, string>> {
  const text = await readFile(join(root, '.env.development'), 'utf8');
  return Object.fromEntries(
    text
      .split('\n')
      .filter((entry) => entry !== '' && !entry.startsWith('#'))
      .map((entry) => {
        const [, name, value] = line.exec(entry) ?? [];
        if (!name || !value) throw new Error(`Not a setting with its comment: ${entry}`);
        return [name, value];
      }),
  );
}

/** Names with a default in a program's schema, as its source lists them. */
async function namesInSource(file: string, pattern: RegExp): Promise<string[]> {
  const source = await readFile(join(root, file), 'utf8');
  return [...source.matchAll(pattern)].map(([, name = '']) => name);
}

describe('.env.development', () => {
  it('holds the defaults of the embedded stack', async () => {
    const variables = await readVariables();
    expect(readSettings(variables)).toEqual(readSettings({}));
  });

  it('holds the defaults of the LocalStack emulator', async () => {
    const variables = await readVariables();
    expect(readEmulatorSettings(variables)).toEqual(readEmulatorSettings({}));
  });

  it.each([
    ['embedded/src/settings.ts', /^ {2}([A-Z_]+): (?:port|number|numbers|z\._default|z\.pipe)\(/gm],
    [
      'embedded/src/localstack/settings.ts',
      /^ {2}([A-Z_]+): (?:text|folder|number|numbers|z\._default|z\.pipe)\(/gm,
    ],
    ['backend/src/config/config.ts', /^ {2}([A-Z_]+): .*\.default\(/gm],
    ['lambda/src/config.ts', /^ {2}([A-Z_]+): wholeNumber\(/gm],
  ])('names every setting of %s that has a default', async (file, pattern) => {
    const names = await namesInSource(file, pattern);
    const known = new Set([
      ...Object.keys(await readVariables()),
      'AWS_REGION',
      // Whatever they are, they open nothing but the emulator.
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'ENVIRONMENT',
      'WEB_ORIGINS',
    ]);
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  /** Each `${NAME:-default}` of the Compose files. */
  async function composeVariables(): Promise<[name: string, byDefault: string][]> {
    const texts = await Promise.all(
      ['docker-compose.yaml', 'docker-compose.host.yaml'].map((file) => readFile(join(root, file), 'utf8')),
    );
    return texts.flatMap((text) =>
      [...text.matchAll(/(?<!\$)\$\{([A-Z_]+)(?::-([^}]*))?\}/g)].map(
        ([, name = '', value = '']): [string, string] => [name, value],
      ),
    );
  }

  it('names every variable of the Compose files, with the same default', async () => {
    const variables = await readVariables();
    const found = (await composeVariables()).filter(([name]) => name !== 'JWT_SECRET');
    expect(found.length).toBeGreaterThan(10);
    // PostgreSQL's own port; the embedded one stays out of its way.
    const expected = { ...variables, DATABASE_PORT: '5432' };
    expect(found).toEqual(found.map(([name]) => [name, (expected as Record<string, string>)[name]]));
  });

  it('names what the commands of the Makefile take', async () => {
    const { DOCKER, COMPOSE_PROJECT_NAME, PSQL, TAIL } = await readVariables();
    const byDefault = readCommandSettings({});
    expect({ docker: DOCKER, project: COMPOSE_PROJECT_NAME, psql: PSQL, tailLines: Number(TAIL) }).toEqual({
      docker: byDefault.docker,
      project: byDefault.project,
      psql: byDefault.psql,
      tailLines: byDefault.tailLines,
    });
  });

  it('holds no secret', async () => {
    const names = Object.keys(await readVariables());
    expect(
      names.filter((name) => /SECRET|PASSWORD(?!_(BREACH_CHECK|CHANGE_LIMIT))|_KEY|TOKEN$/.test(name)),
    ).toEqual([]);
  });
});
