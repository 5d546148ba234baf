import type { UploadApi } from '../upload/upload-api.ts';
import { deleteMedia, getMedia } from './media-api.ts';
import { api } from './http.ts';

export const uploadsApi: UploadApi = {
  requestUpload: (body, signal) => api('requestUpload', { body, signal }),
  startMultipart: (body, signal) => api('startMultipart', { body, signal }),
  signParts: (mediaId, partNumbers, signal) =>
    api('signParts', { parameters: { mediaId }, body: { partNumbers }, signal }),
  listParts: (mediaId, signal) => api('listParts', { parameters: { mediaId }, signal }),
  completeMultipart: (mediaId, body, signal) =>
    api('completeMultipart', { parameters: { mediaId }, body, signal }),
  abortMultipart: (mediaId) => api('abortMultipart', { parameters: { mediaId } }),
  getMedia,
  deleteMedia,
};
