/** What is handed on to whoever runs the task definitions' commands in real images. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readTemplates, stackNames } from '../src/stacks.ts';
import { taskCommands } from '../src/task-commands.ts';
import { folder } from '../src/template.ts';

const commands = taskCommands(await readTemplates());

describe('task commands', () => {
  it('are those of every container, by either edge', async () => {
    const texts = await Promise.all(
      stackNames.map((stack) => readFile(join(folder, `${stack}.yaml`), 'utf8')),
    );
    const images = texts.flatMap((text) => [...text.matchAll(/^ {10}Image:/gm)]);
    // The one of certificates.yaml is tried with its authority (certificates.spec.ts): here it would have none. The
    // consumer is there where somebody asks for it (`Consumers`).
    expect(commands).toHaveLength(images.length - 2);
    expect(commands.map(({ task }) => task).sort()).toEqual([
      'ApiTask',
      'ApiTaskA',
      'ApiTaskB',
      'MaintenanceTask',
      'NginxTask',
    ]);
  });

  it('say how ECS would run them', () => {
    const maintenance = commands.find(({ task }) => task === 'MaintenanceTask');
    expect(maintenance).toMatchObject({
      image: 'api',
      command: ['node', 'dist/database/migrate.js'],
      user: 'node',
      readonlyRootFilesystem: true,
      droppedCapabilities: ['ALL'],
      init: true,
      secrets: [
        'DATABASE_URL',
        'DATABASE_API_URL',
        'DATABASE_API_PREVIOUS_URL',
        'JWT_SECRET',
        'JWT_PREVIOUS_SECRET',
      ],
    });
    const nginx = commands.find(({ task }) => task === 'NginxTask');
    expect(nginx?.tmpfs.map(({ path }) => path)).toEqual(['/run/nginx', '/var/lib/nginx']);
    expect(nginx?.healthCheck?.[0]).toBe('CMD');
  });
});
