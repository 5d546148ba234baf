import { api } from './http.ts';
import { uploadApiOf } from '@media-feed/uploader';

export const uploadsApi = uploadApiOf(api);
