/** The S3 server in a process of its own, which sends its address and, when asked, its peak resident memory. */
import { startS3Server } from '../../src/s3/server.ts';

const [, , dataDir = '', accessKeyId = '', secretAccessKey = ''] = process.argv;
const server = await startS3Server({
  port: 0,
  dataDir,
  region: 'us-east-1',
  credentials: [{ accessKeyId, secretAccessKey }],
  buckets: [{ name: 'uploads' }],
});

process.on('message', () => {
  process.send?.({ peakResidentBytes: process.resourceUsage().maxRSS * 1024 });
});
process.send?.({ endpoint: server.endpoint });
