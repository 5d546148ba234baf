/** The line by which infrastructure/monitoring.yaml counts what the sandbox lacks where the function really runs. */
import { describe, expect, it, jest } from '@jest/globals';
import { startFunction } from './support/running-function.ts';

describe('a function that starts', () => {
  it('logs once what keeps its sandbox in, and how much of it is missing', async () => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
    const running = await startFunction({ settings: { LOG_LEVEL: 'info' } });
    const context = { awsRequestId: 'one', getRemainingTimeInMillis: () => 60_000 };
    const layers = await running.handler({ report: 'sandbox-layers' }, context);
    write.mockRestore();
    running.close();

    const missing = (layers ?? []).filter(({ holds }) => !holds);
    const described = lines
      .map((line) => JSON.parse(line) as { message: string })
      .filter(({ message }) => message === 'Sandbox layers');
    expect(described).toEqual([
      expect.objectContaining({ missingCount: missing.length, missing: expect.any(Array) }),
    ]);
  });
});
