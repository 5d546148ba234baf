import { api } from '../../lib/api-client/http.ts';
import { uploadApiOf } from '@media-feed/uploader';

export const uploadsApi = uploadApiOf(api);
