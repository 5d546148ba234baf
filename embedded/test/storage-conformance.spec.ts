/**
 * What the product relies on of S3, run against the configured storage, else our own server, and against moto where
 * it is installed, so that our server cannot drift from what S3's clients see.
 *
 * CONFORMANCE_STORAGE_ENDPOINT points it elsewhere (LocalStack, AWS), with CONFORMANCE_UPLOADS_BUCKET,
 * CONFORMANCE_MEDIA_BUCKET and CONFORMANCE_ORIGIN, and credentials in the SDK's own variables.
 */
import { conform } from './support/conform.ts';
import { motoStorageDifferences } from './support/known-differences.ts';
import { storageChecks } from './support/storage-checks/all.ts';
import { chosenTarget, motoTarget } from './support/storage-target.ts';

conform({
  checks: storageChecks,
  service: { name: 'the storage', start: chosenTarget, differences: new Map() },
  moto: { name: 'moto', start: motoTarget, differences: motoStorageDifferences },
});
