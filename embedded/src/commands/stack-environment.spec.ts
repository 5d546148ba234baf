import { describe, expect, it } from '@jest/globals';
import type { Container } from './docker.ts';
import { fromHere } from './stack-environment.ts';

const container = (service: string, ports: [number, number][]): Container => ({
  ...{ id: service, service, state: 'running', exitCode: 0, health: 'healthy', environment: {} },
  publishedPorts: new Map(ports),
});

describe('addresses of a composition', () => {
  const containers = [container('localstack', [[4566, 14566]]), container('database', [])];

  it.each([
    ['a published port', 'http://localstack:4566/000000000000/q', 'http://127.0.0.1:14566/000000000000/q'],
    ['the machine’s own network', 'postgres://u:p@database:5432/db', 'postgres://u:p@127.0.0.1:5432/db'],
    ['what is no service', 'http://localhost:4566', 'http://localhost:4566'],
    ['no address at all', 'database', 'database'],
    ['a password that looks like one', 'postgres://database:5432@x/db', 'postgres://database:5432@x/db'],
  ])('are told from here: %s', (_, value, expected) => {
    expect(fromHere(value, containers)).toBe(expected);
  });
});
