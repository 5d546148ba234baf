import type { Uploader } from '@media-feed/uploader';
import { createServiceContext } from '../../lib/service-context.ts';

export const [UploaderContext, useUploader] = createServiceContext<Uploader>('uploader');
