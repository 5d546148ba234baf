/** The programs may do what they do, and nothing else: IAM's decision on every call that they were seen to make. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Call, fits, isAllowed, type Statement } from '../src/access.ts';
import type { RecordedCall } from './support/recording-proxy.ts';
import { readTemplates, type Templates } from '../src/stacks.ts';
import { folder } from '../src/template.ts';
import { objectsBelow, resourceIn, worldOf } from './rules/rule.ts';
import { statements } from './rules/exposure.ts';

const templates = await readTemplates();
const recorded = JSON.parse(await readFile(join(folder, 'test', 'calls.json'), 'utf8')) as RecordedCall[];

const roles: Record<string, string> = {
  api: 'ApiRole',
  inspector: 'InspectorRole',
  decoder: 'DecoderRole',
  redrive: 'RedriveRole',
};
const id = '0192f0c1-0000-7000-8000-000000000000';
const suffix = '123456789012-eu-central-1';

/** What no recording can bring about in a minute, and why it is needed all the same. */
const unrecorded: (RecordedCall & { why: string })[] = [
  {
    caller: 'api',
    action: 's3:GetObject',
    on: 'uploads/originals/{id}/{id}',
    why: 'the owner of an original sends it, by the URL that the API signed',
  },
  {
    caller: 'api',
    action: 's3:AbortMultipartUpload',
    on: 'uploads/originals/{id}/{id}',
    why: 'a Lambda has to die while it copies by parts',
  },
  {
    caller: 'inspector',
    action: 's3:AbortMultipartUpload',
    on: 'uploads/originals/{id}/{id}',
    why: 'files above 4 GiB are copied by parts',
  },
  {
    caller: 'inspector',
    action: 's3:AbortMultipartUpload',
    on: 'uploads/quarantine/{id}/{id}',
    why: 'a copy of more than 4 GiB fails half way',
  },
  {
    caller: 'api',
    action: 's3:PutObject',
    on: 'uploads/quarantine/{id}/{id}/{rendition}',
    ifNoneMatch: false,
    why: 'an operator takes an item down, and a copy is kept',
  },
  {
    caller: 'api',
    action: 's3:DeleteObject',
    on: 'uploads/quarantine/{id}/{id}',
    why: 'somebody deleted their account, and two weeks are over',
  },
  ...(['identity/mail.example.org', 'configuration-set/media-feed'] as const).flatMap((on) =>
    ['ses:SendEmail', 'ses:SendRawEmail'].map((action) => ({
      caller: 'api',
      action,
      on,
      why: 'a mail is sent where MAIL_URL is ses:, and the recording has a mailbox of its own',
    })),
  ),
  {
    caller: 'inspector',
    action: 's3:GetObject',
    on: 'uploads/quarantine/{id}/{id}/{rendition}',
    why: 'an operator restores what was taken down',
  },
  {
    caller: 'inspector',
    action: 'sqs:SendMessage',
    on: 'media-failures',
    why: 'AWS delivers failed events in the name of the function',
  },
  {
    caller: 'redrive',
    action: 'sqs:SendMessage',
    on: 'media-results',
    why: 'the recording sends back a failure, and a result goes the same way',
  },
  {
    caller: 'redrive',
    action: 'sqs:SendMessage',
    on: 'media-decode-requests',
    why: 'a request to the decoder goes the same way',
  },
  // Not every machine has FFmpeg's decoders; lambda/test/decoder.spec.ts runs the decoder where they are.
  ...(
    [
      ['s3:GetObject', 'media/media/video/{id}/{rendition}', 'what is published is decoded'],
      ['s3:GetObject', 'uploads/uploads/{id}/{id}', 'the cover of a sound is in its upload alone'],
      ['s3:ListBucket', 'media', 'what is gone meanwhile is to be 404'],
      ['s3:ListBucket', 'uploads', 'what is gone meanwhile is to be 404'],
      ['s3:PutObject', 'media/media/video/{id}/{rendition}', 'posters'],
      ['s3:DeleteObject', 'media/media/video/{id}/{rendition}', 'a poster is taken back'],
      ['sqs:SendMessage', 'media-results', 'what was made'],
      ['sqs:ReceiveMessage', 'media-decode-requests', 'AWS polls in the name of the function'],
      ['sqs:DeleteMessage', 'media-decode-requests', 'AWS polls in the name of the function'],
      ['sqs:GetQueueAttributes', 'media-decode-requests', 'AWS polls in the name of the function'],
    ] as const
  ).map(([action, on, why]) => ({
    caller: 'decoder',
    action,
    on,
    why,
    ...(action === 's3:PutObject' && { ifNoneMatch: false }),
  })),
];
/** The upload that a presigned URL makes was signed by the API with `If-None-Match`; S3 sees that header. */
function callOf({ caller, action, on, ifNoneMatch }: RecordedCall): Call {
  const context = {
    'aws:PrincipalArn': `arn:aws:iam::123456789012:role/media-feed-${caller}`,
    'aws:PrincipalIsAWSService': 'false',
    'aws:SecureTransport': 'true',
    ...(action.startsWith('s3:') && { 's3:signatureAge': '1000' }),
    ...(ifNoneMatch !== undefined && { 's3:ObjectCreationOperation': 'true' }),
    ...(ifNoneMatch === true && { 's3:if-none-match': '*' }),
  };
  const name = on.replaceAll('{id}', id).replace('{rendition}', '00000000-w320.webp');
  const [service = ''] = action.split(':');
  if (service === 'lambda')
    return {
      action,
      resource: 'arn:aws:lambda:eu-central-1:123456789012:function:media-feed-inspector',
      context,
    };
  if (service === 'ses')
    return { action, resource: `arn:aws:ses:eu-central-1:123456789012:${name}`, context };
  if (service === 'sqs')
    return {
      action,
      resource: `arn:aws:sqs:eu-central-1:123456789012:media-feed-${name.replace('media-', '')}`,
      context,
    };
  const [bucket = '', ...key] = name.split('/');
  return {
    action,
    resource: ['arn:aws:s3:::media-feed-' + `${bucket}-${suffix}`, ...key].join('/'),
    context,
  };
}

interface Policies {
  readonly role: readonly Statement[];
  readonly resource: readonly Statement[];
}

const statementsOf = new WeakMap<Templates, ReturnType<typeof statements>>();

/** Of templates that are no longer changed. */
function policiesOf(from: Templates, caller: string): Policies {
  const all = statementsOf.get(from) ?? statements({ all: worldOf(from).free.resources });
  statementsOf.set(from, all);
  return {
    role: all
      .filter((found) => found.id === roles[caller] && found.statement.Principal === undefined)
      .map(({ statement }) => statement),
    resource: all
      .filter(({ type }) => ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'].includes(type))
      .map(({ statement }) => statement),
  };
}

/** A policy of a resource for a principal that is an AWS service does not concern our roles. */
const forUs = ({ Principal }: Statement) => Principal === '*';
const decide = (call: Call, { role, resource }: Policies) =>
  isAllowed(call, [...role, ...resource.filter(forUs)]);
const deniedCalls = (from: Templates) =>
  [...recorded, ...unrecorded].filter((call) => !decide(callOf(call), policiesOf(from, call.caller)));

/** One line for each right that a role has: an action on a resource. */
const rightsOf = (from: Templates, caller: string) =>
  policiesOf(from, caller)
    .role.filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) =>
      [statement.Action]
        .flat()
        .flatMap((Action) =>
          [statement.Resource].flat().map((Resource) => ({ ...statement, Action, Resource })),
        ),
    );
const idleRights = (from: Templates, caller: string) =>
  rightsOf(from, caller)
    .filter(({ Action }) => !Action.startsWith('logs:'))
    .filter(
      (right) =>
        ![...recorded, ...unrecorded].some((call) => call.caller === caller && fits(right, callOf(call))),
    )
    .map(({ Action, Resource }) => `${Action} ${Resource}`);

describe('what was recorded', () => {
  it('is the work of all three programs', () => {
    expect(new Set(recorded.map(({ caller }) => caller))).toEqual(new Set(['api', 'inspector', 'redrive']));
    expect(recorded.length).toBeGreaterThan(35);
  });

  it.each([...recorded, ...unrecorded].map((call) => [call.caller, call.action, call.on, call] as const))(
    '%s may %s on %s',
    (_caller, _action, _on, call) => {
      expect(decide(callOf(call), policiesOf(templates, call.caller))).toBe(true);
    },
  );

  it.each(Object.keys(roles))('needs every right of %s', (caller) => {
    expect(rightsOf(templates, caller).length).toBeGreaterThan(2);
    expect(idleRights(templates, caller)).toEqual([]);
  });
});

/** A bucket as a whole, or what lies below one folder of it. */
const oneFolder =
  /^arn:aws:s3:::media-feed-(uploads|media)-\d{12}-[a-z0-9-]+(\/(uploads|originals|quarantine|media)(\/\*){1,3})?$/;
const wideRights = (from: Templates, caller: string) =>
  rightsOf(from, caller)
    .map(({ Action, Resource }) => `${Action} ${Resource}`)
    .filter((right) => right.startsWith('s3:') && !oneFolder.test(right.split(' ', 2)[1] ?? ''));

describe('a right', () => {
  it.each(Object.keys(roles))('of %s on storage is for one folder', (caller) => {
    expect(wideRights(templates, caller)).toEqual([]);
  });

  const rights = Object.keys(roles).flatMap((caller) =>
    rightsOf(templates, caller).map(({ Sid = '' }) => [caller, Sid] as const),
  );
  const sids = [
    ...new Map(rights.filter(([, sid]) => sid !== 'WriteLogs').map((pair) => [pair.join(), pair])).values(),
  ];

  it.each(sids)('of %s that is taken away (%s) is missed', (caller, sid) => {
    const copy = structuredClone(templates);
    for (const found of objectsBelow(resourceIn(copy, roles[caller] ?? '').Properties))
      if (found.Sid === sid) found.Effect = 'Deny';
    expect(deniedCalls(copy)).not.toEqual([]);
  });

  it.each([
    ['api', 's3:PutObject', 'media/*', 'media'],
    ['api', 's3:GetObject', 'quarantine/*', 'uploads'],
    ['inspector', 's3:DeleteObject', 'uploads/*', 'uploads'],
  ])('of %s too many is noticed: %s on %s', (caller, Action, key, bucket) => {
    const copy = structuredClone(templates);
    const policy = objectsBelow(resourceIn(copy, roles[caller] ?? '').Properties).find(
      ({ Statement: list }) => Array.isArray(list) && JSON.stringify(list).includes('s3:ListBucket'),
    );
    (policy?.Statement as unknown[]).push({
      Sid: 'More',
      Effect: 'Allow',
      Action,
      Resource: `arn:aws:s3:::media-feed-${bucket}-${suffix}/${key}`,
    });
    expect(idleRights(copy, caller)).toHaveLength(1);
  });
});

describe('nobody', () => {
  const upload: RecordedCall = {
    caller: 'api',
    action: 's3:PutObject',
    on: 'uploads/uploads/{id}/{id}',
    ifNoneMatch: true,
  };
  const forbidden: [string, RecordedCall, Record<string, string>][] = [
    ['overwrites an upload', { ...upload, ifNoneMatch: false }, {}],
    ['uses a URL after 15 minutes', upload, { 's3:signatureAge': '900001' }],
    ['uploads without TLS', upload, { 'aws:SecureTransport': 'false' }],
    [
      'publishes but the Lambda',
      { caller: 'api', action: 's3:PutObject', on: 'media/media/image/{id}/{rendition}', ifNoneMatch: false },
      {},
    ],
    ['uploads in the name of the Lambda', { ...upload, caller: 'inspector' }, {}],
    [
      'forges a result, the API included',
      { caller: 'api', action: 'sqs:SendMessage', on: 'media-results' },
      {},
    ],
    [
      'receives a result but the API',
      { caller: 'inspector', action: 'sqs:ReceiveMessage', on: 'media-results' },
      {},
    ],
    [
      'asks the decoder but the API',
      { caller: 'inspector', action: 'sqs:SendMessage', on: 'media-decode-requests' },
      {},
    ],
    ['uploads in the name of the decoder', { ...upload, caller: 'decoder' }, {}],
    [
      'reads published files around the CDN, the API excepted',
      { caller: 'inspector', action: 's3:GetObject', on: 'media/media/image/{id}/{rendition}' },
      {},
    ],
    [
      'reads what was set aside',
      { caller: 'api', action: 's3:GetObject', on: 'uploads/quarantine/{id}/{id}' },
      {},
    ],
    [
      'reads what was taken down but the Lambda',
      { caller: 'api', action: 's3:GetObject', on: 'uploads/quarantine/{id}/{id}/{rendition}' },
      {},
    ],
    [
      'reads a rejected upload, the Lambda included',
      { caller: 'inspector', action: 's3:GetObject', on: 'uploads/quarantine/{id}/{id}' },
      {},
    ],
  ];

  it.each(forbidden)('%s', (_what, recordedCall, context) => {
    const call = callOf(recordedCall);
    expect(
      decide(
        { ...call, context: { ...call.context, ...context } },
        policiesOf(templates, recordedCall.caller),
      ),
    ).toBe(false);
  });

  it('with all rights of the account gets past the policies of buckets and queues', () => {
    const { resource } = policiesOf(templates, 'api');
    const administrator: Statement[] = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      ...resource.filter(forUs),
    ];
    const attempts: RecordedCall[] = [
      { caller: 'admin', action: 's3:PutObject', on: 'uploads/uploads/{id}/{id}', ifNoneMatch: true },
      { caller: 'admin', action: 's3:PutObject', on: 'uploads/quarantine/{id}/{id}', ifNoneMatch: false },
      {
        caller: 'admin',
        action: 's3:PutObject',
        on: 'media/media/image/{id}/{rendition}',
        ifNoneMatch: false,
      },
      { caller: 'admin', action: 'sqs:SendMessage', on: 'media-results' },
      { caller: 'admin', action: 'sqs:SendMessage', on: 'media-failures' },
      { caller: 'admin', action: 'sqs:SendMessage', on: 'media-decode-requests' },
      { caller: 'admin', action: 'sqs:ReceiveMessage', on: 'media-decode-requests' },
      { caller: 'admin', action: 'sqs:ReceiveMessage', on: 'media-results' },
      { caller: 'admin', action: 'sqs:ReceiveMessage', on: 'media-dead-letters' },
    ];
    expect(attempts.filter((attempt) => isAllowed(callOf(attempt), administrator))).toEqual([]);
  });
});
