/**
 * Brings everything to AWS: secrets, stacks, images, the Lambda, the schema, the web app. see docs/operations.md.
 *
 * node infrastructure/src/deploy.ts --set AlarmEmail=you@example.org --set Repository=owner/name
 *
 * --set Name=value    a parameter of any stack; kept, so that it need not be set again. ImageTag and BundleKey name
 *                     what was pushed before, and hold for this deployment alone
 * --dry-run           shows the calls in order, reads, and changes nothing
 * --skip images|bundle|site   leaves that as it is
 * --role-arn ARN      makes the resources by CloudFormation's role (CloudFormationRoleArn of deploy-role)
 * --project NAME      media-feed, or the name of another installation
 *
 * And instead of deploying (docs/operations.md says when):
 * --rotate NAME             another value for jwt, origin or database; the value before is accepted as well
 * --forget NAME             refuses the value before
 * --restore-database TIME   the database as it was then (2026-11-30T08:15:00Z, or latest), under its name
 * --destroy                 takes the stacks down again, when --confirm names the project; with --with-data also
 *                           what they leave: uploads, media, dead letters, secrets
 */
import { runDeployCommand } from './deployment/command.ts';

process.exitCode = await runDeployCommand(process.argv.slice(2), {
  log: console.log,
  logError: console.error,
});
