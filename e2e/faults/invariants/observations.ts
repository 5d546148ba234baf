/** Everything that is known from outside after a fault: plain data, so that checking them is a pure function. */
import type { MediaStatus, RejectionReason } from '@media-feed/contract';
import type { Answer } from '../workload/answers.ts';
import type { KnownUpload } from '../workload/ledger.ts';

export interface Row {
  readonly id: string;
  readonly uploaderId: string;
  readonly status: MediaStatus;
  readonly rejectionReason: RejectionReason | null;
  readonly renditionKeys: readonly string[];
  /** Whether the very file is kept for its owner. */
  readonly hasOriginal: boolean;
  readonly likesCount: number;
  readonly isDeleted: boolean;
  readonly isPastDeadline: boolean;
}

export interface ServedObject {
  readonly mediaId: string;
  readonly key: string;
  readonly status: number;
  readonly bytes: number;
  /** Bytes that the row's rendition has. */
  readonly expectedBytes: number;
}

export interface Observations {
  /** Of this case. */
  readonly uploads: readonly KnownUpload[];
  /** Acknowledged last words on `userId/mediaId`; undefined where none was. */
  readonly likeWishes: ReadonlyMap<string, boolean | undefined>;
  readonly statuses: ReadonlyMap<string, readonly MediaStatus[]>;
  readonly wronglyShown: readonly string[];
  readonly shown: ReadonlySet<string>;
  readonly answers: readonly Answer[];

  /** All there are, of earlier cases too. */
  readonly rows: readonly Row[];
  /** `userId/mediaId` of every like. */
  readonly likes: ReadonlySet<string>;
  /** Sum of the feed's own counters. */
  readonly feedCount: number;
  /** What the feed says it holds. */
  readonly feedTotal: number;
  /** Ids of this case's people, in the order in which their public pages list them. */
  readonly listed: readonly string[];
  /** likesCount in the API's answers, by id. */
  readonly answeredLikes: ReadonlyMap<string, number>;
  readonly repeatedSteps: readonly string[];
  readonly mediaKeys: readonly string[];
  readonly uploadKeys: readonly string[];
  readonly multipartKeys: readonly string[];
  readonly served: readonly ServedObject[];

  /** What the reconciler has repaired since the case began, by kind: some things must never need it. */
  readonly repairs: Readonly<Record<string, number>>;
  readonly waitingMessages: number;
  readonly newDeadLetters: number;
  readonly isReady: boolean;
  /** Programs whose process is another one than before. */
  readonly restarted: readonly string[];
  /** How the upload went that was sent after the fault; undefined while it has none. */
  readonly probe: MediaStatus | undefined;

  /** What this fault makes right. */
  readonly allowance: Allowance;
}

export interface Allowance {
  /** Programs that the fault ended. */
  readonly restarts: readonly string[];
  /** Messages that had to become dead letters. */
  readonly deadLetters: number;
  /** Times of a stop: who had called before it was owed an answer, who called later could be refused. */
  readonly apiStoppedAt?: number | undefined;
  /** The API was killed: callers may have got no answer. */
  readonly apiKilled?: boolean;
}
