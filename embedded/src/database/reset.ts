/** `make db-reset`: an empty database with the current schema. Run by `with-stack.ts`. */
import { join } from 'node:path';
import { runCommand, runInTerminal } from '../commands/command.ts';
import { confirm } from '../commands/confirm.ts';
import { withDatabase } from './connect.ts';

const migrate = join(import.meta.dirname, '..', '..', '..', 'backend', 'dist', 'database', 'migrate.js');

runCommand(async () => {
  await confirm('This deletes every account, item and like that the database holds.');
  await withDatabase(async (client) => {
    await client.query('BEGIN');
    await client.query('DROP SCHEMA public CASCADE');
    await client.query('CREATE SCHEMA public');
    await client.query('COMMIT');
  });
  const code = await runInTerminal(process.execPath, [migrate], {
    env: { ...process.env, LOG_LEVEL: 'warn' },
  });
  if (code !== 0) return code;
  console.log(
    'The database is empty. What lies in storage is nobody’s now: `make reconcile FORCE=1` removes it.',
  );
  return 0;
});
