import type { Statement } from '../database/statement.ts';

/** Of $1. A trigger tells every process, which then takes none of their tokens. */
export const endAllSessions: Statement = {
  name: 'sessions_end_all',
  text: 'UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = $1 AND revoked_at IS NULL',
};
