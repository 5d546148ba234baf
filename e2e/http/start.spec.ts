import { createServer, type AddressInfo } from 'node:net';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startExpectingRefusal, startStack } from '@media-feed/testing/stack';
import { expect, test } from '@playwright/test';

test.describe('make start says in one line what is wrong, and ends with 1', () => {
  test('a taken port', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String((other.address() as AddressInfo).port);

    const { code, output } = await startExpectingRefusal({
      DATA_DIR: test.info().outputPath('data'),
      API_PORT: port,
    });

    expect(code).toBe(1);
    expect(output.trim()).toMatch(
      new RegExp(`^Port ${port} is in use by another program\\..*API_PORT=\\d+ make start$`),
    );
    other.close();
  });

  test('settings that are not valid', async () => {
    const { code, output } = await startExpectingRefusal({ API_PORT: 'three', LOG_LEVEL: 'loud' });

    expect(code).toBe(1);
    expect(output.trim()).toMatch(/^These settings are not valid: API_PORT, LOG_LEVEL\./);
    expect(output).not.toContain('three');
  });

  test('a data folder that is a file', async () => {
    const file = test.info().outputPath('file');
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, 'not a folder');

    const { code, output } = await startExpectingRefusal({ DATA_DIR: file });

    expect(code).toBe(1);
    expect(output.trim()).toBe(`${file} is not a folder. Set DATA_DIR to a folder.`);
  });

  test('a data folder that another stack uses, and a damaged one', async () => {
    const stack = await startStack();
    try {
      const second = await startExpectingRefusal({ DATA_DIR: stack.dataDir });
      expect(second.code).toBe(1);
      expect(second.output.trim()).toMatch(/^Another Media Feed \(process \d+\) uses .*DATA_DIR/);

      await stack.stop();
      await rm(join(stack.dataDir, 'postgres', 'global'), { recursive: true });
      const damaged = await startExpectingRefusal({ DATA_DIR: stack.dataDir });
      expect(damaged.code).toBe(1);
      expect(damaged.output).toMatch(
        /The database in .*postgres is damaged or cannot start .* Move that folder away/,
      );
    } finally {
      await stack.destroy();
    }
  });
});
