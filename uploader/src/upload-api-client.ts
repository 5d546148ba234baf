import { parseApiError, type Client } from '@media-feed/contract';
import type { UploadApi } from './upload-api.ts';

/** The calls that uploading needs, by any client of the contract. All reject with an `ApiError`. */
export function uploadApiOf(client: Client): UploadApi {
  const api: Client = (name, input) =>
    client(name, input).catch((error: unknown) => {
      throw parseApiError(error);
    });
  return {
    requestUpload: (body, signal) => api('requestUpload', { body, signal }),
    startMultipart: (body, signal) => api('startMultipart', { body, signal }),
    signParts: (mediaId, partNumbers, signal) =>
      api('signParts', { parameters: { mediaId }, body: { partNumbers }, signal }),
    listParts: (mediaId, signal) => api('listParts', { parameters: { mediaId }, signal }),
    completeMultipart: (mediaId, body, signal) =>
      api('completeMultipart', { parameters: { mediaId }, body, signal }),
    abortMultipart: (mediaId) => api('abortMultipart', { parameters: { mediaId } }),
    getMedia: (mediaId, signal) => api('getMedia', { parameters: { mediaId }, signal }),
    changeMedia: (mediaId, body) => api('changeMedia', { parameters: { mediaId }, body }),
    deleteMedia: (mediaId) => api('deleteMedia', { parameters: { mediaId } }),
  };
}
