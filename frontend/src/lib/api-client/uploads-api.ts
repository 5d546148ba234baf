import type {
  CompletedUpload,
  CompleteUploadBody,
  MultipartUpload,
  PresignedUpload,
  RequestUploadBody,
  SignedParts,
  StoredParts,
} from '@media-feed/contract';
import type { UploadApi } from '../upload/upload-api.ts';
import { deleteMedia, getMedia } from './media-api.ts';
import { request } from './http.ts';

export const uploadsApi: UploadApi = {
  requestUpload: (body: RequestUploadBody, signal) =>
    request<PresignedUpload>({ method: 'POST', url: '/media/presigned-url', data: body, signal }),
  startMultipart: (body: RequestUploadBody, signal) =>
    request<MultipartUpload>({ method: 'POST', url: '/media/multipart', data: body, signal }),
  signParts: (mediaId: string, partNumbers: number[], signal) =>
    request<SignedParts>({
      method: 'POST',
      url: `/media/multipart/${mediaId}/parts`,
      data: { partNumbers },
      signal,
    }),
  listParts: (mediaId: string, signal) =>
    request<StoredParts>({ url: `/media/multipart/${mediaId}/parts`, signal }),
  completeMultipart: (mediaId: string, body: CompleteUploadBody, signal) =>
    request<CompletedUpload>({
      method: 'POST',
      url: `/media/multipart/${mediaId}/complete`,
      data: body,
      signal,
      // Storage joins up to 10,000 parts before it answers.
      timeout: 300_000,
    }),
  abortMultipart: (mediaId: string) =>
    request<undefined>({ method: 'DELETE', url: `/media/multipart/${mediaId}` }),
  getMedia,
  deleteMedia,
};
