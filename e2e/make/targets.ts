/**
 * Every target of the Makefile at least once, in an order in which they can run one after the other over one stack:
 * what destroys comes late, `down` last. A test compares the names with the Makefile's.
 */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { differenceOf, everyRow } from './every-row.ts';
import type { TargetContext, TargetRow } from './target-row.ts';

const anyStack = ['embedded', 'compose'] as const;
const hasPsql = spawnSync('psql', ['--version']).status === 0;
const nobodysId = '01890a5d-ac96-774b-bcce-b302099a8057';
const missingDocker = { DOCKER: '/nowhere/docker', STACK: 'compose' };
const backupFile = ({ folder }: TargetContext) => join(folder, 'backup.gz');

/** A published item of the seed, and its uploader. */
let seeded = { itemId: 'none', ownerId: 'none' };
/** Kept from the backup until its content is back. */
let saved: Map<string, string[]> | undefined;

const looks: readonly TargetRow[] = [
  {
    target: 'help',
    title: 'help lists the groups',
    on: ['none'],
    exitCode: 0,
    output: /Every day\n {2}start .*\n[^]*\nDatabase\n/,
  },
  {
    target: 'install',
    title: 'install has nothing to do',
    on: ['none'],
    exitCode: 0,
    output: /Nothing to be done|^$/,
  },
  { target: 'status', title: 'status is well', on: anyStack, exitCode: 0, output: /✓ API +ready/ },
  {
    target: 'start',
    title: 'start refuses a folder in use',
    on: ['embedded'],
    exitCode: 2,
    output: /^Another Media Feed \(process \d+\) uses/,
  },
  { target: 'localstack-setup', title: 'localstack-setup', on: ['compose'], exitCode: 0, output: /\S/ },
  {
    target: 'localstack-setup',
    title: 'localstack-setup has nothing to do',
    on: ['embedded'],
    exitCode: 0,
    output: /needs no setup[^]*✓ storage/,
  },
  { target: 'localstack-status', title: 'localstack-status', on: ['compose'], exitCode: 0, output: /\S/ },
  {
    target: 'localstack-status',
    title: 'localstack-status',
    on: ['embedded'],
    exitCode: 0,
    output: /✓ storage[^]*✓ queue[^]*✓ functions/,
  },
];

const uploads: readonly TargetRow[] = [
  {
    target: 'seed',
    title: 'seed',
    on: anyStack,
    variables: ['COUNT=2'],
    exitCode: 0,
    output: /\S/,
    after: async ({ databaseUrl = '' }) => {
      const published =
        (await everyRow(databaseUrl)).get('media')?.filter((row) => row.includes(',READY,')) ?? [];
      if (published.length < 2) throw new Error(`${published.length} items are published`);
      const [, itemId = '', ownerId = ''] = /^\((\S{36}),(\S{36}),/.exec(published[0] ?? '') ?? [];
      seeded = { itemId, ownerId };
    },
  },
  {
    target: 'smoke',
    title: 'smoke, from inside the sandbox too',
    on: ['embedded'],
    exitCode: 0,
    output: /nothing gets out of the sandbox\.+[^]*Passed in/,
  },
  { target: 'smoke', title: 'smoke', on: ['compose'], exitCode: 0, output: /Passed in/ },
  {
    target: 'test-s3-upload',
    title: 'test-s3-upload',
    on: anyStack,
    exitCode: 0,
    output: /Passed in .* with media [0-9a-f-]{36}/,
  },
  {
    target: 'test-different-media-types',
    title: 'test-different-media-types',
    on: anyStack,
    exitCode: 0,
    output: /refused as ACTIVE_CONTENT/,
  },
  {
    target: 'test-complete-flow',
    title: 'test-complete-flow',
    on: anyStack,
    exitCode: 0,
    output: /like it\.+[^]*Passed in/,
  },
  {
    target: 'doctor',
    title: 'doctor finds nothing wrong, and names what holds the sandbox',
    on: ['embedded'],
    exitCode: 0,
    output: /sandbox +held by \S[^]*Nothing is wrong/,
  },
  {
    target: 'doctor',
    title: 'doctor finds nothing wrong',
    on: ['compose'],
    exitCode: 0,
    output: /✓ a picture .*[^]*Nothing is wrong/,
  },
];

const logs: readonly TargetRow[] = [
  { target: 'logs', title: 'logs', on: anyStack, variables: ['TAIL=5'], exitCode: 0, output: /\{"level"/ },
  {
    target: 'logs-backend',
    title: 'logs-backend',
    on: anyStack,
    variables: ['TAIL=50'],
    exitCode: 0,
    output: /"service":"api"/,
  },
  { target: 'logs-frontend', title: 'logs-frontend', on: anyStack, exitCode: 0, output: /\S/ },
  { target: 'logs-localstack', title: 'logs-localstack', on: anyStack, exitCode: 0, output: /\S/ },
  { target: 'logs-db', title: 'logs-db', on: anyStack, exitCode: 0, output: /\S/ },
  { target: 'lambda-logs', title: 'lambda-logs', on: anyStack, exitCode: 0, output: /Upload inspected/ },
  {
    target: 'trace',
    title: 'trace tells an upload’s story',
    on: anyStack,
    variables: ({ outputs }) => [
      `ID=${/with media (\S+?)\.\n/.exec(outputs.get('test-s3-upload') ?? '')?.[1] ?? 'none'}`,
    ],
    exitCode: 0,
    output: /Upload requested[^]*Upload inspected/,
  },
  {
    target: 'trace',
    title: 'trace says that nobody knows the id',
    on: anyStack,
    variables: [`ID=${nobodysId}`],
    exitCode: 2,
    output: /^Neither the logs nor the database know/,
  },
  {
    target: 'trace',
    title: 'trace wants an id',
    on: ['none'],
    exitCode: 2,
    output: /^Usage: make trace ID=/,
  },
];

const insides: readonly TargetRow[] = [
  {
    target: 'shell-backend',
    title: 'shell-backend has the variables of the API',
    on: anyStack,
    stdin: 'echo "issuer of ${RESULTS_QUEUE_URL##*/}"\n',
    exitCode: 0,
    output: /issuer of media-results/,
  },
  {
    target: 'shell-frontend',
    title: 'shell-frontend stands in the web app',
    on: anyStack,
    stdin: 'ls\n',
    exitCode: 0,
    output: /index\.html/,
  },
  {
    target: 'shell-db',
    title: 'shell-db answers SQL',
    on: hasPsql ? anyStack : ['compose'],
    stdin: 'select 40 + 2 as answer;\n',
    exitCode: 0,
    output: /answer[^]*42/,
  },
  {
    target: 'shell-db',
    title: 'shell-db says how to get psql',
    on: ['embedded'],
    env: { PSQL: '/nowhere/psql' },
    exitCode: 2,
    output: /psql is not on this machine\. Install it/,
  },
  {
    target: 'sqs-messages',
    title: 'sqs-messages takes none',
    on: anyStack,
    exitCode: 0,
    output: /media-results: \d+ messages[^]*media-dead-letters: \d+ messages[^]*None was removed/,
  },
  { target: 'dlq', title: 'dlq', on: anyStack, exitCode: 0, output: /No dead letters|None was removed/ },
  {
    target: 'dlq-redrive',
    title: 'dlq-redrive',
    on: anyStack,
    exitCode: 0,
    output: /\d+ sent back, \d+ kept/,
  },
  {
    target: 'reconcile',
    title: 'reconcile only says what it would do',
    on: anyStack,
    variables: ['DRY_RUN=1'],
    exitCode: 0,
    output: /Nothing was changed; a run would do this/,
  },
  { target: 'reconcile', title: 'reconcile', on: anyStack, exitCode: 0, output: /Done:[^]*failed +0/ },
];

const moderation: readonly TargetRow[] = [
  {
    target: 'takedown',
    title: 'takedown wants an item',
    on: anyStack,
    exitCode: 2,
    output: /^Which item\? Usage: make takedown ID=/,
  },
  {
    target: 'takedown',
    title: 'takedown does not know the item',
    on: anyStack,
    variables: [`ID=${nobodysId}`],
    exitCode: 2,
    output: /^There is no item /,
  },
  {
    target: 'takedown',
    title: 'takedown removes a published item',
    on: anyStack,
    variables: () => [`ID=${seeded.itemId}`, 'REASON=A complaint'],
    exitCode: 0,
    output: / is taken down\./,
    after: async ({ databaseUrl = '' }) => {
      if ((await rowOf(databaseUrl, 'media', seeded.itemId)).includes(',READY,')) {
        throw new Error('the item is still published');
      }
    },
  },
  {
    target: 'takedown',
    title: 'takedown of what is taken down',
    on: anyStack,
    variables: () => [`ID=${seeded.itemId}`],
    exitCode: 0,
    output: / was taken down before\./,
  },
  { target: 'restore', title: 'restore wants an item', on: anyStack, exitCode: 2, output: /^Which item\?/ },
  {
    target: 'restore',
    title: 'restore does not know the item',
    on: anyStack,
    variables: [`ID=${nobodysId}`],
    exitCode: 2,
    output: /^There is no item /,
  },
  {
    target: 'restore',
    title: 'restore brings back what was taken down',
    on: anyStack,
    variables: () => [`ID=${seeded.itemId}`],
    exitCode: 0,
    output: / is restored as soon as /,
  },
  {
    target: 'suspend',
    title: 'suspend wants a user, and does not take whoever works here',
    on: anyStack,
    env: { USER: 'somebody' },
    exitCode: 2,
    output: /^Whom\? Usage: make suspend USER=/,
  },
  {
    target: 'suspend',
    title: 'suspend does not know the user',
    on: anyStack,
    variables: ['USER=nobody@example.org'],
    exitCode: 2,
    output: /^There is no user nobody@example\.org\./,
  },
  {
    target: 'suspend',
    title: 'suspend ends an account',
    on: anyStack,
    variables: () => [`USER=${seeded.ownerId}`, 'REASON=A complaint'],
    exitCode: 0,
    output: / is suspended\.\n\d+ sessions ended, \d+ items removed/,
  },
  {
    target: 'invite',
    title: 'invite wants numbers that make sense',
    on: anyStack,
    variables: ['USES=0'],
    exitCode: 2,
    output: /^How many people, for how long\? Usage: make invite USES=/,
  },
  {
    target: 'invite',
    title: 'invite makes a link',
    on: anyStack,
    variables: ['USES=3', 'DAYS=2'],
    exitCode: 0,
    output: /^Invitation \S{36}, for 3 accounts until \S+Z:\nhttp\S+\/sign-up#invitation=[\w-]{43}\n/,
  },
  {
    target: 'invite',
    title: 'invite takes one back',
    on: anyStack,
    variables: ({ outputs }) => [
      `END=${/Invitation (\S{36})/.exec(outputs.get('invite makes a link') ?? '')?.[1] ?? 'none'}`,
    ],
    exitCode: 0,
    output: / is ended\.\n/,
  },
  { target: 'uploads', title: 'uploads wants on or off', on: anyStack, exitCode: 2, output: /^Which way\?/ },
  {
    target: 'uploads',
    title: 'uploads are refused',
    on: anyStack,
    variables: ['SWITCH=off'],
    exitCode: 0,
    output: /^Uploads are refused/,
  },
  {
    target: 'uploads',
    title: 'uploads are taken',
    on: anyStack,
    variables: ['SWITCH=on'],
    exitCode: 0,
    output: /^Uploads are taken/,
  },
  {
    target: 'operator',
    title: 'operator wants an account',
    on: anyStack,
    exitCode: 2,
    output: /^Whom\? Usage: make operator EMAIL=/,
  },
  {
    target: 'operator',
    title: 'operator lets an account decide',
    on: anyStack,
    variables: () => [`EMAIL=${seeded.ownerId}`],
    exitCode: 0,
    output: / is an operator from now on\./,
  },
  {
    target: 'operator',
    title: 'operator takes it back',
    on: anyStack,
    variables: () => [`EMAIL=${seeded.ownerId}`, 'OFF=off'],
    exitCode: 0,
    output: / is no operator from now on\./,
  },
];

async function rowOf(databaseUrl: string, table: string, id: string): Promise<string> {
  return (await everyRow(databaseUrl)).get(table)?.find((row) => row.startsWith(`(${id},`)) ?? '';
}

const database: readonly TargetRow[] = [
  { target: 'db-migrate', title: 'db-migrate', on: anyStack, exitCode: 0, output: /The schema is current/ },
  {
    target: 'db-backup',
    title: 'db-backup',
    on: anyStack,
    variables: (context) => [`FILE=${backupFile(context)}`],
    exitCode: 0,
    output: /media +\d+ rows[^]*Wrote \d+ rows to/,
    after: async ({ databaseUrl = '', busyTables }) => {
      saved = await everyRow(databaseUrl, busyTables);
      if ((saved.get('media')?.length ?? 0) < 2) throw new Error('there was too little to save');
    },
  },
  {
    target: 'db-backup',
    title: 'db-backup does not overwrite',
    on: anyStack,
    variables: (context) => [`FILE=${backupFile(context)}`],
    exitCode: 2,
    output: /is there already\. FILE names the file/,
  },
  {
    target: 'db-reset',
    title: 'db-reset asks',
    on: anyStack,
    exitCode: 2,
    output: /^This deletes every account.*set YES=1/,
    after: unchanged,
  },
  {
    target: 'db-reset',
    title: 'db-reset empties',
    on: anyStack,
    variables: ['YES=1'],
    exitCode: 0,
    output: /The database is empty/,
    after: async ({ databaseUrl = '' }) => {
      const content = await everyRow(databaseUrl);
      if (content.get('users')?.length !== 0) throw new Error('there are still people');
      if ((content.get('migrations')?.length ?? 0) === 0) throw new Error('there is no schema');
    },
  },
  {
    target: 'db-restore',
    title: 'db-restore wants a file',
    on: anyStack,
    exitCode: 2,
    output: /^Which backup\? Usage: make db-restore FILE=/,
  },
  {
    target: 'db-restore',
    title: 'db-restore refuses what is no backup',
    on: anyStack,
    variables: ['FILE=package.json', 'YES=1'],
    exitCode: 2,
    output: /is no whole backup; nothing was changed/,
  },
  {
    target: 'db-restore',
    title: 'db-restore asks',
    on: anyStack,
    variables: (context) => [`FILE=${backupFile(context)}`],
    exitCode: 2,
    output: /^This replaces all .*set YES=1/,
  },
  {
    target: 'db-restore',
    title: 'db-restore brings back every row of every table',
    on: anyStack,
    variables: (context) => [`FILE=${backupFile(context)}`, 'YES=1'],
    exitCode: 0,
    output: /Restored\./,
    after: async (context) => {
      await unchanged(context);
      await rm(backupFile(context));
    },
  },
];

const failures: readonly TargetRow[] = [
  ...[
    'seed',
    'smoke',
    'logs',
    'logs-backend',
    'lambda-logs',
    'sqs-messages',
    'dlq',
    'reconcile',
    'takedown',
    'restore',
    'suspend',
    'operator',
    'invite',
    'uploads',
    'shell-db',
    'db-backup',
    'localstack-status',
    'db-migrate',
  ].map((target): TargetRow => ({
    target,
    title: `${target} says that nothing runs`,
    on: ['none'],
    exitCode: 2,
    output: /^No Media Feed runs over .*make start.*DATA_DIR/,
  })),
  {
    target: 'status',
    title: 'status says that nothing runs',
    on: ['none'],
    exitCode: 2,
    output: /^Nothing runs here\. Run `make start`/,
  },
  {
    target: 'down',
    title: 'down has nothing to stop',
    on: ['none'],
    exitCode: 0,
    output: /^Nothing runs here\./,
  },
  {
    target: 'dev',
    title: 'dev says that Docker is missing',
    on: ['none'],
    env: missingDocker,
    exitCode: 2,
    output: /^Docker is missing .*make start/,
  },
  {
    target: 'dev-build',
    title: 'dev-build says that Docker is missing',
    on: ['none'],
    env: missingDocker,
    exitCode: 2,
    output: /^Docker is missing .*make start/,
  },
  {
    target: 'status',
    title: 'status says that Docker is missing',
    on: ['none'],
    env: missingDocker,
    exitCode: 2,
    output: /^Docker is missing/,
  },
  {
    target: 'status',
    title: 'status knows two stacks only',
    on: ['none'],
    env: { STACK: 'kubernetes' },
    exitCode: 2,
    output: /^STACK is embedded or compose/,
  },
  {
    target: 'start',
    title: 'start names bad settings',
    on: ['none'],
    env: { API_PORT: 'three' },
    exitCode: 2,
    output: /^These settings are not valid: API_PORT/,
  },
  {
    target: 'doctor',
    title: 'doctor says that nothing runs',
    on: ['none'],
    exitCode: 2,
    output: /✓ Node[^]*✗ .*make start/,
  },
  {
    target: 'corpus',
    title: 'corpus wants a corpus',
    on: ['none'],
    variables: ['DIR=/nowhere'],
    exitCode: 2,
    output: /\/nowhere/,
  },
  {
    target: 'cost',
    title: 'cost reckons',
    on: ['none'],
    variables: ['ITEMS=50000', 'TRAFFIC=800'],
    exitCode: 0,
    output: /Dollars a month in us-east-1[^]* in all\n$/,
  },
  {
    target: 'cost',
    title: 'cost wants amounts',
    on: ['none'],
    variables: ['ITEMS=many'],
    exitCode: 2,
    output: /ITEMS is a whole number/,
  },
];

const dryRuns: readonly TargetRow[] = [
  { target: 'test', title: 'test', dryRun: 'It runs this table.', output: /\.ci\/test\.ts/ },
  {
    target: 'scan-noise',
    title: 'scan-noise',
    dryRun: 'It takes minutes; a spec scans a part.',
    output: /scan-noise\/run\.ts/,
  },
  { target: 'test-full', title: 'test-full', dryRun: 'It takes hours.', output: /\.ci\/test-full\.ts/ },
  {
    target: 'check',
    title: 'check',
    dryRun: 'CI runs it beside this table.',
    output: /npm run --silent check/,
  },
  {
    target: 'fuzz',
    title: 'fuzz',
    dryRun: 'It clears the results of the run that this is a part of.',
    output: /playwright test .*e2e\/fuzz/,
  },
  { target: 'faults', title: 'faults', dryRun: 'It takes an hour.', output: /e2e\/faults\/run\.ts/ },
  {
    target: 'test-compose',
    title: 'test-compose',
    dryRun: 'It runs this table.',
    output: /e2e\/compose\/run\.ts/,
  },
  {
    target: 'bench',
    title: 'bench',
    dryRun: 'It writes results into the repository.',
    output: /bench\/run\.ts/,
  },
  {
    target: 'deploy',
    title: 'deploy',
    dryRun: 'It would bring everything to somebody’s account.',
    output: /infrastructure\/src\/deploy\.ts/,
  },
  {
    target: 'test-roll',
    title: 'test-roll',
    dryRun: 'It needs root and Docker’s proxy.',
    output: /infrastructure\/test\/rolling\/run\.ts/,
  },
  {
    target: 'test-tls',
    title: 'test-tls',
    dryRun: 'Its spec runs among the others.',
    output: /jest infrastructure\/test\/certificates\.spec\.ts/,
  },
  {
    target: 'rotate',
    title: 'rotate',
    dryRun: 'It would change somebody’s account.',
    output: /infrastructure\/src\/deploy\.ts --rotate/,
  },
  {
    target: 'restore-rds',
    title: 'restore-rds',
    dryRun: 'It would replace somebody’s database.',
    output: /infrastructure\/src\/deploy\.ts --restore-database/,
  },
  {
    target: 'destroy',
    title: 'destroy',
    dryRun: 'It would delete somebody’s installation.',
    output: /infrastructure\/src\/deploy\.ts --destroy/,
  },
  {
    target: 'format',
    title: 'format',
    dryRun: 'It writes into the sources.',
    output: /npm run --silent format/,
  },
  { target: 'audit', title: 'audit', dryRun: 'It asks the registry; CI runs it.', output: /\.ci\/audit\.ts/ },
  {
    target: 'sbom',
    title: 'sbom',
    dryRun: 'It clears nothing, but writes where the results of this run go.',
    output: /npm sbom/,
  },
  {
    target: 'clean',
    title: 'clean',
    dryRun: 'It removes what this run stands on.',
    output: /rm -rf \*\/dist/,
  },
].map((row) => ({ ...row, on: ['none'] as const, exitCode: 0 as const }));

const endings: readonly TargetRow[] = [
  {
    target: 'dev',
    title: 'dev comes up, and up again',
    on: ['compose'],
    exitCode: 0,
    output: /Media Feed is ready: http:/,
  },
  {
    target: 'dev-build',
    title: 'dev-build',
    on: ['compose'],
    exitCode: 0,
    output: /Media Feed is ready: http:/,
  },
  { target: 'down', title: 'down', on: ['embedded'], exitCode: 0, output: /^Stopped the stack over/ },
  { target: 'down', title: 'down', on: ['compose'], exitCode: 0, output: /\S/ },
  { target: 'status', title: 'status after down', on: anyStack, exitCode: 2, output: /^Nothing runs here/ },
];

export const targetRows: readonly TargetRow[] = [
  ...looks,
  ...uploads,
  ...logs,
  ...insides,
  ...moderation,
  ...database,
  ...failures,
  ...dryRuns,
  ...endings,
];

async function unchanged({ databaseUrl = '', busyTables }: TargetContext): Promise<void> {
  const difference = differenceOf(await everyRow(databaseUrl, busyTables), saved ?? new Map());
  if (difference) throw new Error(difference);
}
