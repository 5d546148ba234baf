/** What runs in the threads of PasswordHasher: bcrypt on the thread itself, whose priority is the lower one. */
import bcrypt from 'bcrypt';

export interface ToHash {
  readonly password: string;
  /** bcrypt's cost: each step more takes twice as long. */
  readonly cost: number;
}

export interface ToCompare {
  readonly password: string;
  readonly hash: string;
}

export const hash = ({ password, cost }: ToHash): string => bcrypt.hashSync(password, cost);

export const compare = ({ password, hash: known }: ToCompare): boolean => bcrypt.compareSync(password, known);
