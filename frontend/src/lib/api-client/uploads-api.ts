import { api } from './http.ts';
import { uploadApiOf } from '../upload/upload-api-client.ts';

export const uploadsApi = uploadApiOf(api);
