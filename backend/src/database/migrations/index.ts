/** Every migration, oldest first. Never edited once merged. */
import { CreateUsers1764000000000 } from './1764000000000-CreateUsers.ts';
import { CreateSessions1764000001000 } from './1764000001000-CreateSessions.ts';

export const migrations = [CreateUsers1764000000000, CreateSessions1764000001000];
