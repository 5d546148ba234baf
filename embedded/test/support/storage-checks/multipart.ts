import { expect } from '@jest/globals';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { CompletedPart, CompleteMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { createHash } from 'node:crypto';
import { errorCode, send } from '../send.ts';
import type { StorageTarget } from '../storage-target.ts';
import { exists, newKey, put, read, errorOf } from './check.ts';
import type { StorageCheck } from './check.ts';

const MiB = 1024 * 1024;
const firstPart = Buffer.alloc(5 * MiB, 'first part ');
const lastPart = Buffer.alloc(MiB, 'last part ');

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

async function begin(target: StorageTarget, key = newKey(target)): Promise<Upload> {
  const input = { Bucket: target.uploads, Key: key, ContentType: 'video/mp4' };
  const { UploadId = '' } = await target.client.send(new CreateMultipartUploadCommand(input));
  return { Bucket: target.uploads, Key: key, UploadId };
}

async function uploadPart(
  target: StorageTarget,
  upload: Upload,
  number: number,
  body: Buffer,
): Promise<CompletedPart> {
  const { ETag } = await target.client.send(
    new UploadPartCommand({ ...upload, PartNumber: number, Body: body }),
  );
  return { PartNumber: number, ETag };
}

/** As the API signs parts: the length is signed, so that the sum of the parts is known before they come. */
function signPart(target: StorageTarget, upload: Upload, number: number, length: number): Promise<string> {
  const client = target.makeClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const command = new UploadPartCommand({ ...upload, PartNumber: number, ContentLength: length });
  return getSignedUrl(client, command, { expiresIn: 900 });
}

function complete(
  target: StorageTarget,
  upload: Upload,
  parts: CompletedPart[],
  overrides: Partial<CompleteMultipartUploadCommandInput> = {},
) {
  const MultipartUpload = { Parts: parts };
  return target.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload, ...overrides }));
}

function joinedEtag(...parts: Buffer[]): string {
  const digests = parts.map((part) => createHash('md5').update(part).digest());
  return `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}"`;
}

const misfits: readonly {
  name: string;
  code: string;
  list: (one: CompletedPart, two: CompletedPart) => CompletedPart[];
}[] = [
  { name: 'parts out of order', code: 'InvalidPartOrder', list: (one, two) => [two, one] },
  {
    name: 'the ETag of another part',
    code: 'InvalidPart',
    list: (one, two) => [{ ...two, ETag: one.ETag }],
  },
  {
    name: 'a part that never came',
    code: 'InvalidPart',
    list: (_, two) => [two, { ...two, PartNumber: 3 }],
  },
  { name: 'a small part before the last', code: 'EntityTooSmall', list: (one, two) => [one, two] },
  { name: 'no part', code: 'MalformedXML', list: () => [] },
];

export const multipart: readonly StorageCheck[] = [
  {
    name: 'an upload of 6 MiB by presigned parts, listed and completed',
    run: async (target) => {
      const upload = await begin(target);
      const sendPart = async (number: number, body: Buffer) => {
        const answer = await send(await signPart(target, upload, number, body.length), {
          method: 'PUT',
          body,
        });
        expect(answer.status).toBe(200);
        return { PartNumber: number, ETag: answer.headers.etag };
      };
      const parts = [await sendPart(1, firstPart), await sendPart(2, lastPart)];

      const listed = await target.client.send(new ListPartsCommand(upload));
      expect(listed.Parts?.map(({ PartNumber, ETag, Size }) => [PartNumber, ETag, Size])).toEqual([
        [1, parts[0]?.ETag, firstPart.length],
        [2, parts[1]?.ETag, lastPart.length],
      ]);
      const completed = await complete(target, upload, parts, { IfNoneMatch: '*' });
      expect(completed.ETag).toBe(joinedEtag(firstPart, lastPart));
      const stored = await target.client.send(
        new GetObjectCommand({ Bucket: upload.Bucket, Key: upload.Key }),
      );
      const bytes = Buffer.from((await stored.Body?.transformToByteArray()) ?? []);
      expect(bytes.equals(Buffer.concat([firstPart, lastPart]))).toBe(true);
      expect(stored).toMatchObject({ ETag: completed.ETag, ContentType: 'video/mp4' });
    },
  },
  {
    name: 'a presigned part of another length is refused',
    run: async (target) => {
      const upload = await begin(target);
      const url = await signPart(target, upload, 1, lastPart.length);

      const answer = await send(url, { method: 'PUT', body: lastPart.subarray(1) });
      expect([answer.status, errorCode(answer)]).toEqual([403, 'SignatureDoesNotMatch']);
      expect((await target.client.send(new ListPartsCommand(upload))).Parts ?? []).toEqual([]);
    },
  },
  {
    name: 'a range across the border of two parts',
    run: async (target) => {
      const upload = await begin(target);
      const parts = [
        await uploadPart(target, upload, 1, firstPart),
        await uploadPart(target, upload, 2, lastPart),
      ];
      await complete(target, upload, parts);

      const from = firstPart.length - 3;
      const range = `bytes=${from}-${from + 5}`;
      const { Body } = await target.client.send(
        new GetObjectCommand({ Bucket: upload.Bucket, Key: upload.Key, Range: range }),
      );
      const expected = Buffer.concat([firstPart.subarray(-3), lastPart.subarray(0, 3)]).toString();
      expect(await Body?.transformToString()).toBe(expected);
    },
  },
  {
    name: 'the parts of an upload are listed in pages',
    run: async (target) => {
      const upload = await begin(target);
      for (const number of [3, 1, 7]) await uploadPart(target, upload, number, Buffer.from('x'));

      const first = await target.client.send(new ListPartsCommand({ ...upload, MaxParts: 2 }));
      const second = await target.client.send(
        new ListPartsCommand({ ...upload, MaxParts: 2, PartNumberMarker: first.NextPartNumberMarker }),
      );
      expect(
        [first, second].map(({ Parts, IsTruncated }) => [Parts?.map((part) => part.PartNumber), IsTruncated]),
      ).toEqual([
        [[1, 3], true],
        [[7], false],
      ]);
    },
  },
  {
    name: 'a part that comes again replaces the one before',
    run: async (target) => {
      const upload = await begin(target);
      const before = await uploadPart(target, upload, 1, Buffer.from('before'));
      const after = await uploadPart(target, upload, 1, Buffer.from('after'));

      expect(await errorOf(complete(target, upload, [before]))).toMatchObject({ code: 'InvalidPart' });
      await complete(target, upload, [after]);
      expect(await read(target, upload.Key)).toBe('after');
    },
  },
  ...misfits.map(({ name, code, list }): StorageCheck => ({
    name: `an upload is not completed with ${name}`,
    run: async (target) => {
      const upload = await begin(target);
      const [one, two] = [
        await uploadPart(target, upload, 1, Buffer.from('small')),
        await uploadPart(target, upload, 2, firstPart),
      ];

      const answer = await errorOf(complete(target, upload, list(one, two)));
      expect(answer).toMatchObject({ status: 400, code });
      expect(await exists(target, upload.Key)).toBe(false);
      expect((await target.client.send(new ListPartsCommand(upload))).Parts).toHaveLength(2);
    },
  })),
  {
    name: 'If-None-Match: * on the completion keeps what is there',
    run: async (target) => {
      const upload = await begin(target);
      const part = await uploadPart(target, upload, 1, Buffer.from('late'));
      await put(target, 'early', { Key: upload.Key });

      const answer = await errorOf(complete(target, upload, [part], { IfNoneMatch: '*' }));
      expect(answer).toMatchObject({ status: 412, code: 'PreconditionFailed' });
      expect(await read(target, upload.Key)).toBe('early');
    },
  },
  {
    name: 'an aborted upload is gone with its parts',
    run: async (target) => {
      const upload = await begin(target);
      const part = await uploadPart(target, upload, 1, Buffer.from('x'));
      await target.client.send(new AbortMultipartUploadCommand(upload));

      const answers = await Promise.all([
        errorOf(target.client.send(new ListPartsCommand(upload))),
        errorOf(uploadPart(target, upload, 2, Buffer.from('x'))),
        errorOf(complete(target, upload, [part])),
      ]);
      expect(answers.map((answer) => [answer?.status, answer?.code])).toEqual(
        answers.map(() => [404, 'NoSuchUpload']),
      );
      expect(await exists(target, upload.Key)).toBe(false);
    },
  },
  {
    name: 'an upload that never was is refused',
    run: async (target) => {
      const upload = { ...(await begin(target)), UploadId: 'never-was' };

      const answers = await Promise.all([
        errorOf(target.client.send(new AbortMultipartUploadCommand(upload))),
        errorOf(target.client.send(new ListPartsCommand(upload))),
        errorOf(uploadPart(target, upload, 1, Buffer.from('x'))),
      ]);
      expect(answers.map((answer) => answer?.code)).toEqual(answers.map(() => 'NoSuchUpload'));
    },
  },
  {
    name: 'an upload belongs to its key',
    run: async (target) => {
      const upload = await begin(target);

      const elsewhere = { ...upload, Key: newKey(target) };
      expect(await errorOf(uploadPart(target, elsewhere, 1, Buffer.from('x')))).toMatchObject({
        status: 404,
        code: 'NoSuchUpload',
      });
      expect((await target.client.send(new ListPartsCommand(upload))).Parts ?? []).toEqual([]);
    },
  },
  {
    name: 'unfinished uploads are listed in pages, by key',
    run: async (target) => {
      const folder = newKey(target, '');
      const begun = [];
      for (const name of ['b', 'a', 'c']) begun.push(await begin(target, `${folder}${name}`));
      const [b, a, c] = begun;

      const list = (markers = {}) =>
        target.client.send(
          new ListMultipartUploadsCommand({
            Bucket: target.uploads,
            Prefix: folder,
            MaxUploads: 2,
            ...markers,
          }),
        );
      const first = await list();
      const second = await list({
        KeyMarker: first.NextKeyMarker,
        UploadIdMarker: first.NextUploadIdMarker,
      });
      expect([first, second].map(({ Uploads }) => Uploads?.map(({ UploadId }) => UploadId))).toEqual([
        [a?.UploadId, b?.UploadId],
        [c?.UploadId],
      ]);
      expect([first.IsTruncated, second.IsTruncated]).toEqual([true, false]);
    },
  },
  {
    name: 'parts are copied from ranges of an object, under its ETag',
    run: async (target) => {
      const source = await put(target, Buffer.concat([firstPart, lastPart]));
      const upload = await begin(target);
      const copyPart = (number: number, range: string, etag = source.etag) =>
        target.client.send(
          new UploadPartCopyCommand({
            ...upload,
            PartNumber: number,
            CopySource: `${target.uploads}/${source.key}`,
            CopySourceRange: range,
            CopySourceIfMatch: etag,
          }),
        );
      const border = firstPart.length;
      const one = await copyPart(1, `bytes=0-${border - 1}`);
      const two = await copyPart(2, `bytes=${border}-${border + lastPart.length - 1}`);

      const completed = await complete(target, upload, [
        { PartNumber: 1, ETag: one.CopyPartResult?.ETag },
        { PartNumber: 2, ETag: two.CopyPartResult?.ETag },
      ]);
      expect(completed.ETag).toBe(joinedEtag(firstPart, lastPart));
    },
  },
  {
    name: 'a part is not copied from an object that has changed',
    run: async (target) => {
      const source = await put(target, 'first');
      await put(target, 'second', { Key: source.key });
      const upload = await begin(target);

      const command = new UploadPartCopyCommand({
        ...upload,
        PartNumber: 1,
        CopySource: `${target.uploads}/${source.key}`,
        CopySourceIfMatch: source.etag,
      });
      const answer = await errorOf(target.client.send(command));
      expect(answer).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    },
  },
  {
    name: 'a copy of an object in parts is one piece with the ETag of its bytes',
    run: async (target) => {
      const upload = await begin(target);
      const parts = [
        await uploadPart(target, upload, 1, firstPart),
        await uploadPart(target, upload, 2, lastPart),
      ];
      await complete(target, upload, parts);

      const copied = await target.client.send(
        new CopyObjectCommand({
          Bucket: target.media,
          Key: upload.Key,
          CopySource: `${upload.Bucket}/${upload.Key}`,
        }),
      );
      const md5 = createHash('md5').update(firstPart).update(lastPart).digest('hex');
      expect(copied.CopyObjectResult?.ETag).toBe(`"${md5}"`);
    },
  },
];
