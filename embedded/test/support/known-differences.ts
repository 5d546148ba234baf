/** Checks that moto 5.2 and fauxqs 2.4 are known not to pass, by what they do instead. */
export const motoStorageDifferences = byCheck({
  'moto verifies no signatures': [
    'a presigned PUT with another key is refused',
    'a presigned PUT with a longer life is refused',
    'a presigned PUT with one more parameter is refused',
    'a presigned PUT with another signature is refused',
    'a presigned PUT with an unknown access key is refused',
    'a presigned PUT with another method is refused',
    'a presigned PUT with another host is refused',
    'a presigned PUT with another Content-Length is refused',
    'a presigned PUT with another Content-Type is refused',
    'a presigned PUT with no Content-Type is refused',
    'a presigned PUT with no If-None-Match is refused',
    'a presigned PUT is refused after its expiry',
    'a presigned GET is good for nothing else',
    'a presigned GET says of the object what was signed, and nothing else',
    'a presigned part of another length is refused',
    'anonymous reads, writes and listings are refused',
    'a wrong secret and an unknown access key are refused',
    'a clock that is an hour off is refused',
    'an x-amz header that was added under way is refused',
  ],
  'moto verifies no digests': [
    'a checksum that was hoisted into a presigned query counts',
    'a body that was changed under way is refused',
    'a wrong ChecksumCRC32 is refused',
    'a wrong ChecksumCRC32C is refused',
    'a wrong ChecksumSHA1 is refused',
    'a wrong ChecksumSHA256 is refused',
    'a wrong Content-MD5 is refused, a malformed one too',
  ],
  'moto takes parts for an upload of another key': ['an upload belongs to its key'],
  'moto takes keys of any length': ['a key of more than 1024 bytes is refused'],
  'moto ignores CopySourceIfMatch': [
    'CopySourceIfMatch with another ETag is refused',
    'a part is not copied from an object that has changed',
  ],
  'moto says that a first page of parts is the last': ['the parts of an upload are listed in pages'],
  'moto looks at the sizes of parts before their order': [
    'an upload is not completed with parts out of order',
  ],
  'moto fails with 500 on an unknown upload': [
    'an aborted upload is gone with its parts',
    'an upload that never was is refused',
  ],
  'moto lists uploads by age and in one page': ['unfinished uploads are listed in pages, by key'],
  'moto fails with 500 on an unknown token': ['a continuation token that is none is refused'],
  'moto makes buckets of any name': ['a bucket’s name that is none is refused'],
  'moto asks nobody whether a function may be called': [
    'a bucket announces nothing unless it is told to, and nothing to a function that it may not call',
  ],
  'moto answers every origin, and without Vary': [
    'the preflight of an upload from the web app is answered',
    'a preflight from elsewhere, or for more, is refused',
    'a bucket without CORS rules refuses every preflight',
    'CORS rules count from when they are put until they are deleted',
    'the web app may read the answer to its upload, the ETag and errors too',
    'another page may not read the answer',
  ],
});

export const fauxqsDifferences = byCheck({
  'fauxqs refuses characters beyond U+FFFF': ['a message may hold every character of Unicode'],
  'fauxqs with a data folder fails on visibility 0, and the message is lost until it restarts': [
    'a message that is given back by visibility 0 comes again at once',
  ],
  'fauxqs says that it deleted what it does not know': ['a batch is deleted as far as its receipts are good'],
});

function byCheck(differences: Record<string, readonly string[]>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(differences).flatMap(([difference, checks]) =>
      checks.map((check): [string, string] => [check, difference]),
    ),
  );
}
