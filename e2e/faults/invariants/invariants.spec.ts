import { expect, test } from '@playwright/test';
import type { Answer } from '../workload/answers.ts';
import type { KnownUpload } from '../workload/ledger.ts';
import { invariants, type InvariantName } from './invariants.ts';
import type { Observations, Row } from './observations.ts';

const owner = '0190a0a0-0000-7000-8000-00000000000a';
const fan = '0190a0a0-0000-7000-8000-00000000000b';
const genuineId = '0190a0a0-0000-7000-8000-000000000001';
const badId = '0190a0a0-0000-7000-8000-000000000002';
const key = `media/image/${genuineId}/abcdef01-320.webp`;
const original = `originals/${owner}/${genuineId}`;
const genuine: KnownUpload = {
  mediaId: genuineId,
  ownerId: owner,
  isGenuine: true,
  md5: 'abcdef0123456789',
  bytesArrived: 'yes',
};
const bad: KnownUpload = { ...genuine, mediaId: badId, isGenuine: false };
const genuineRow: Row = {
  id: genuineId,
  uploaderId: owner,
  status: 'READY',
  rejectionReason: null,
  renditionKeys: [key],
  hasOriginal: true,
  likesCount: 1,
  isDeleted: false,
  isPastDeadline: true,
};
const badRow: Row = {
  ...genuineRow,
  id: badId,
  status: 'REJECTED',
  rejectionReason: 'CORRUPT',
  renditionKeys: [],
  hasOriginal: false,
  likesCount: 0,
};
const answer: Answer = {
  call: 'POST /media/presigned-url',
  startedAt: 1000,
  durationMs: 20,
  status: 503,
  contentType: 'application/problem+json',
  retryAfter: '1',
  isProblem: true,
  text: '{}',
};
const silence: Answer = { ...answer, status: undefined, failure: 'ECONNREFUSED' };
const served = { mediaId: genuineId, key, status: 200, bytes: 9, expectedBytes: 9 };

/** A genuine upload that was published and liked, a bad one that was refused, and nothing wrong. */
const good: Observations = {
  uploads: [genuine, bad],
  likeWishes: new Map([[`${fan}/${genuineId}`, true]]),
  statuses: new Map([[genuineId, ['PENDING', 'READY']]]),
  wronglyShown: [],
  shown: new Set([genuineId]),
  answers: [answer],
  rows: [genuineRow, badRow],
  likes: new Set([`${fan}/${genuineId}`]),
  feedCount: 1,
  feedTotal: 1,
  listed: [genuineId],
  answeredLikes: new Map([[genuineId, 1]]),
  repeatedSteps: [],
  mediaKeys: [key],
  uploadKeys: [`uploads/${owner}/${genuineId}`, original, `quarantine/${owner}/${badId}`],
  multipartKeys: [],
  served: [served],
  repairs: { 'upload-expired': 1 },
  waitingMessages: 0,
  newDeadLetters: 0,
  isReady: true,
  restarted: [],
  probe: 'READY',
  allowance: { restarts: [], deadLetters: 0 },
};

test('nothing is wrong with what is good', () => {
  for (const invariant of Object.values(invariants)) expect(invariant(good)).toEqual([]);
});

const rows = (row: Partial<Row>) => ({ rows: [{ ...genuineRow, ...row }, badRow] });
const answers = (change: Partial<Answer>) => ({ answers: [{ ...answer, ...change }] });
const stray = '0190a0a0-0000-7000-8000-000000000009';

/** What breaks each invariant, and nothing but what breaks it. */
const broken: [InvariantName, string, Partial<Observations>][] = [
  ['I1', 'an upload without an end', rows({ status: 'PENDING' })],
  ['I1', 'a genuine upload refused', rows({ status: 'REJECTED', rejectionReason: 'CORRUPT' })],
  ['I1', 'a genuine upload given up', rows({ status: 'REJECTED', rejectionReason: 'INTERNAL' })],
  ['I1', 'a bad upload published', { rows: [genuineRow, { ...genuineRow, id: badId }] }],
  ['I1', 'a rejection without a reason', { rows: [genuineRow, { ...badRow, rejectionReason: null }] }],
  ['I1', 'an upload that arrived and EXPIRED', rows({ status: 'EXPIRED' })],
  ['I1', 'one that never arrived and is READY', { uploads: [{ ...genuine, bytesArrived: 'no' }, bad] }],
  ['I1', 'another reason than the right one', { uploads: [{ ...genuine, mustEndFor: 'INTERNAL' }, bad] }],
  ['I1', 'an end that did not last', { statuses: new Map([[genuineId, ['READY', 'PENDING']]]) }],
  ['I1', 'two ends', { statuses: new Map([[genuineId, ['REJECTED', 'READY']]]) }],
  ['I2', 'what somebody saw too early', { wronglyShown: ['The feed showed it'] }],
  ['I2', 'a bad file in the feed', { shown: new Set([badId]) }],
  ['I2', 'a row that names objects too early', rows({ status: 'PENDING' })],
  ['I2', 'an object of a refused upload', { mediaKeys: [key, `media/audio/${badId}/abcdef01-audio.mp3`] }],
  ['I2', 'an object of a deleted item', rows({ isDeleted: true })],
  ['I2', 'an object of nobody', { mediaKeys: [key, `media/audio/${stray}/abcdef01-audio.mp3`] }],
  ['I2', 'bytes cut short', { served: [{ ...served, bytes: 8 }] }],
  ['I2', 'bytes that are refused', { served: [{ ...served, status: 403 }] }],
  ['I2', 'bytes of another file', { uploads: [{ ...genuine, md5: '0000000000000000' }, bad] }],
  ['I3', 'a count too high', rows({ likesCount: 2 })],
  ['I3', 'a count below zero', rows({ likesCount: -1 })],
  ['I3', 'another count in an answer', { answeredLikes: new Map([[genuineId, 2]]) }],
  ['I3', 'a count that had to be corrected', { repairs: { 'likes-corrected': 1 } }],
  ['I4', 'counters that had to be corrected', { repairs: { 'feed-count-corrected': 1 } }],
  ['I4', 'an index of tags that had to be corrected', { repairs: { 'tags-corrected': 1 } }],
  ['I4', 'counts of tags that had to be corrected', { repairs: { 'tag-counts-corrected': 1 } }],
  ['I4', 'words that had to be indexed', { repairs: { 'words-indexed': 1 } }],
  ['I6', 'objects that were missing for a time', { repairs: { 'objects-missing': 1 } }],
  ['I4', 'an item listed twice', { listed: [genuineId, genuineId] }],
  ['I4', 'an item not listed', { listed: [] }],
  ['I4', 'a counter that drifted', { feedCount: 2 }],
  ['I4', 'a wrong total', { feedTotal: 0 }],
  ['I4', 'objects of a second publication', { mediaKeys: [key, key.replace('320', '960')] }],
  ['I4', 'a step taken twice', { repeatedSteps: ['The timeline has READY twice'] }],
  ['I5', 'an acknowledged upload without a row', { rows: [badRow] }],
  ['I5', 'a deleted item that is there', { uploads: [{ ...genuine, deletion: 'acknowledged' }, bad] }],
  ['I5', 'a lost like', { likes: new Set() }],
  ['I5', 'a like taken back in vain', { likeWishes: new Map([[`${fan}/${genuineId}`, false]]) }],
  ['I6', 'an upload of nobody', { uploadKeys: [original, `uploads/${owner}/${stray}`] }],
  ['I6', 'an original of nobody', { uploadKeys: [original, `originals/${owner}/${stray}`] }],
  ['I6', 'an original at somebody else', { uploadKeys: [original, `originals/${fan}/${genuineId}`] }],
  ['I6', 'an original of a refused upload', { uploadKeys: [original, `originals/${owner}/${badId}`] }],
  ['I6', 'an original of a deleted item', { ...rows({ isDeleted: true }), mediaKeys: [] }],
  ['I6', 'an original that is gone', { uploadKeys: [] }],
  ['I6', 'a key of nobody knows what', { uploadKeys: [original, 'uploads/something'] }],
  ['I6', 'an object that no row names', { mediaKeys: [key, key.replace('320', '960')] }],
  ['I6', 'a row whose object is gone', { mediaKeys: [] }],
  ['I6', 'parts that nobody joins', { multipartKeys: [`uploads/${owner}/${genuineId}`] }],
  ['I7', 'an upload past its deadline', rows({ status: 'PENDING' })],
  ['I7', 'messages that nobody takes', { waitingMessages: 1 }],
  ['I7', 'a good message among the dead', { newDeadLetters: 1 }],
  ['I7', 'poison that did not get there', { allowance: { restarts: [], deadLetters: 3 } }],
  ['I7', 'an API that is not ready', { isReady: false }],
  ['I7', 'a program that ended', { restarted: ['api'] }],
  ['I7', 'a next upload that hangs', { probe: 'PENDING' }],
  ['I7', 'no next upload', { probe: undefined }],
  ['I8', 'an internal error', answers({ status: 500 })],
  ['I8', 'a bad gateway', answers({ status: 502 })],
  ['I8', 'another media type', answers({ contentType: 'text/html' })],
  ['I8', 'a body off the contract', answers({ isProblem: false })],
  ['I8', 'no word on when to come again', answers({ retryAfter: null })],
  ['I8', 'a stack trace', answers({ text: '{"detail":"Error\n    at run (x.js:1:2)"}' })],
  ['I8', 'a hang', answers({ durationMs: 60_000 })],
  ['I8', 'silence', { answers: [silence] }],
  [
    'I8',
    'silence to who had called before the stop',
    { answers: [silence], allowance: { restarts: [], deadLetters: 0, apiStoppedAt: 2000 } },
  ],
  [
    'I8',
    'a hang while the API was killed',
    {
      answers: [{ ...silence, failure: 'TimeoutError' }],
      allowance: { restarts: [], deadLetters: 0, apiKilled: true },
    },
  ],
];

for (const [name, what, change] of broken) {
  test(`${name} does not hold with ${what}`, () => {
    expect(invariants[name]({ ...good, ...change })).not.toEqual([]);
  });
}

const bearable: [InvariantName, string, Partial<Observations>][] = [
  ['I6', 'a copy in quarantine', { uploadKeys: [original, `quarantine/${owner}/${stray}`] }],
  ['I1', 'a client that does not know', { uploads: [{ ...genuine, bytesArrived: 'perhaps' }, bad] }],
  [
    'I1',
    'a request whose answer got lost',
    { rows: [...good.rows, { ...badRow, id: stray, status: 'EXPIRED' }] },
  ],
  [
    'I5',
    'a like whose answer got lost',
    { likes: new Set(), likeWishes: new Map([[`${fan}/${genuineId}`, undefined]]) },
  ],
  [
    'I7',
    'a program that the fault ended',
    { restarted: ['api'], allowance: { restarts: ['api'], deadLetters: 0 } },
  ],
  [
    'I8',
    'silence of a killed API',
    { answers: [silence], allowance: { restarts: [], deadLetters: 0, apiKilled: true } },
  ],
  [
    'I8',
    'silence after the stop',
    { answers: [silence], allowance: { restarts: [], deadLetters: 0, apiStoppedAt: 500 } },
  ],
  ['I8', 'a plain error', answers({ status: 404, retryAfter: null })],
];

for (const [name, what, change] of bearable) {
  test(`${name} bears ${what}`, () => {
    expect(invariants[name]({ ...good, ...change })).toEqual([]);
  });
}
