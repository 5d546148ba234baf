import { isError } from '../errors/is-error.ts';

/** SQLSTATEs of broken constraints (PostgreSQL manual, appendix A). */
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Whether a statement failed on the unique constraint of that name; for pg's errors and TypeORM's around them. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return violates(error, UNIQUE_VIOLATION, constraint);
}

/** Whether a statement named a row that is not, or no longer, there. */
export function isForeignKeyViolation(error: unknown, constraint: string): boolean {
  return violates(error, FOREIGN_KEY_VIOLATION, constraint);
}

function violates(error: unknown, state: string, constraint: string): boolean {
  if (!isError(error)) return false;
  const { code, constraint: broken } = error as { code?: unknown; constraint?: unknown };
  return code === state && broken === constraint;
}
