import type {
  ChangeMediaBody,
  CompletedUpload,
  CompleteUploadBody,
  MediaItem,
  MultipartUpload,
  PresignedUpload,
  RequestUploadBody,
  SignedParts,
  StoredParts,
} from '@media-feed/contract';

/** The API's calls that uploading needs. All reject with an `ApiError`. */
export interface UploadApi {
  requestUpload(body: RequestUploadBody, signal: AbortSignal): Promise<PresignedUpload>;
  startMultipart(body: RequestUploadBody, signal: AbortSignal): Promise<MultipartUpload>;
  signParts(mediaId: string, partNumbers: number[], signal: AbortSignal): Promise<SignedParts>;
  listParts(mediaId: string, signal: AbortSignal): Promise<StoredParts>;
  completeMultipart(mediaId: string, body: CompleteUploadBody, signal: AbortSignal): Promise<CompletedUpload>;
  abortMultipart(mediaId: string): Promise<unknown>;
  getMedia(mediaId: string, signal?: AbortSignal): Promise<MediaItem>;
  changeMedia(mediaId: string, texts: ChangeMediaBody): Promise<MediaItem>;
  deleteMedia(mediaId: string): Promise<unknown>;
}

export interface PutRequest {
  readonly url: string;
  /** Exactly the headers that were signed; Content-Length is the browser's to set. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Blob;
  readonly signal: AbortSignal;
  /** Bytes of this body that are under way so far. */
  readonly onProgress: (sentBytes: number) => void;
}

/** `status` 0 is a broken connection, or one on which nothing moved for too long. */
export interface PutResponse {
  readonly status: number;
  readonly etag: string | null;
}

/** Sends one body to storage. Rejects only when `signal` gives it up. */
export type PutToStorage = (request: PutRequest) => Promise<PutResponse>;
