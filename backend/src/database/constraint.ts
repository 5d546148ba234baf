import { isError } from '../errors/is-error.ts';

/** SQLSTATE of a broken unique constraint (PostgreSQL manual, appendix A). */
const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed on the unique constraint of that name; for pg's errors and TypeORM's around them. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  if (!isError(error)) return false;
  const { code, constraint: broken } = error as { code?: unknown; constraint?: unknown };
  return code === UNIQUE_VIOLATION && broken === constraint;
}
