/** Somebody of the workload: the contract's calls with everything noted, and the patience of a good client. */
import {
  createClient,
  ProblemError,
  UnexpectedAnswerError,
  type Client,
  type Session,
} from '@media-feed/contract';
import { signUpUser } from '@media-feed/testing/users';
import { NoAnswerError, notingTransport } from './answers.ts';
import type { Ledger } from './ledger.ts';

export interface RecordedUser {
  readonly id: string;
  readonly call: Client;
}

export async function joinIn(apiUrl: string, ledger: Ledger): Promise<RecordedUser> {
  const { session } = await signUpUser(apiUrl);
  return { id: session.user.id, call: notedClient(apiUrl, ledger, session) };
}

export function notedClient(apiUrl: string, ledger: Ledger, session?: Session): Client {
  const note = ledger.answers.push.bind(ledger.answers);
  return createClient(notingTransport(apiUrl, note, session?.accessToken));
}

/** Whether the same call may go better another time. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswerError || error instanceof UnexpectedAnswerError) return true;
  return error instanceof ProblemError && (error.problem.status >= 500 || error.problem.status === 429);
}

/** Calls again after what may pass, with growing pauses. @throws the last error once `deadline` is over. */
export async function persist<T>(deadline: number, attempt: () => Promise<T>): Promise<T> {
  for (let pauseMs = 200; ; pauseMs = Math.min(1500, pauseMs * 2)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error) || Date.now() > deadline) throw error;
    }
    await pause(pauseMs * (0.5 + Math.random()));
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
