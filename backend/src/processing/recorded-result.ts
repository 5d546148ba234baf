import type {
  ReceivedAddedResult,
  ReceivedReadyResult,
  ReceivedRejectedResult,
  ReceivedReleasedResult,
} from '@media-feed/contract';

/** When the upload arrived and was looked at, as far as that is known. */
interface Circumstances {
  readonly mediaId: string;
  readonly userId: string;
  readonly etag: string | null;
  /** ISO 8601. */
  readonly arrivedAt: string | null;
  /** ISO 8601; null when it never was inspected to the end. */
  readonly inspectedAt: string | null;
  /** Where the Lambda said it. */
  readonly processingSeconds?: number | undefined;
}

type RecordedReady = Circumstances &
  Pick<
    ReceivedReadyResult,
    | 'outcome'
    | 'type'
    | 'mimeType'
    | 'size'
    | 'width'
    | 'height'
    | 'durationSeconds'
    | 'codecs'
    | 'renditions'
    | 'placeholder'
    | 'notices'
    | 'original'
    | 'sha256'
    | 'soundTags'
  >;

export type RecordedRejection = Circumstances &
  Pick<ReceivedRejectedResult, 'outcome' | 'reason' | 'detail' | 'parameters'>;

/** What is to be recorded of one upload, whichever queue it came by. */
export type RecordedInspection = RecordedReady | RecordedRejection;

/** What was added to a published item later, told from an inspection result by its outcome. */
type RecordedAddition = { readonly outcome: 'ADDED'; readonly arrivedAt: null } & Omit<
  ReceivedAddedResult,
  'version' | 'kind'
>;

/** What was published again from quarantine. */
type RecordedRelease = { readonly outcome: 'RELEASED'; readonly arrivedAt: null } & Omit<
  ReceivedReleasedResult,
  'version' | 'kind'
>;

/** Whatever the queue of results brings. */
export type RecordedResult = RecordedInspection | RecordedAddition | RecordedRelease;
