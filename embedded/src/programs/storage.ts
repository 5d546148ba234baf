/** Object storage: our S3 server with both buckets; its events invoke the Lambda function. */
import { required, runProgram } from './lifecycle.ts';
import { invokeFunction } from './invoke-function.ts';
import { startS3Server } from '../s3/server.ts';

export interface StorageReady {
  endpoint: string;
}

runProgram<StorageReady>(async () => {
  const server = await startS3Server({
    port: Number(required('STORAGE_PORT')),
    dataDir: required('STORAGE_DATA_DIR'),
    region: required('AWS_REGION'),
    credentials: [
      { accessKeyId: required('AWS_ACCESS_KEY_ID'), secretAccessKey: required('AWS_SECRET_ACCESS_KEY') },
    ],
    buckets: [
      {
        name: required('UPLOADS_BUCKET'),
        cors: [
          {
            allowedOrigins: required('WEB_ORIGINS').split(','),
            // GET for those who pack their own originals into a ZIP in the browser.
            allowedMethods: ['PUT', 'GET'],
            allowedHeaders: ['content-type', 'if-none-match'],
            // Without the ETag a browser cannot complete a multipart upload (docs/aws.md «Presigned URLs»).
            exposeHeaders: ['ETag'],
            maxAgeSeconds: 3000,
          },
        ],
        events: { prefix: 'uploads/' },
      },
      { name: required('MEDIA_BUCKET') },
    ],
  });
  const functionUrl = process.env.FUNCTION_INVOKE_URL;
  if (functionUrl) {
    server.onEvent((event) => {
      invokeFunction(functionUrl, event).catch((error: unknown) => {
        console.error(`An S3 event could not be handed to the function: ${String(error)}`);
      });
    });
  }
  return { ready: { endpoint: server.endpoint }, stop: () => server.close() };
});
