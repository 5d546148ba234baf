/**
 * `make test-compose`: docker-compose.yaml on a real engine, from its images to every make target. See settings.ts
 * for what can be set; docs/compose.md says what this shows and what only a real LocalStack could.
 */
import { provideBaseImages } from './base-images.ts';
import { backendReloads, frontendReloads } from './checks/hot-reload.ts';
import { missingResourceIsNamed, secondRunChangesNothing } from './checks/init-script.ts';
import { allHealthyAtOnce, everyDoorAnswers, nobodyIsRoot } from './checks/start.ts';
import { browsersEndpointIsSigned, containersEndpointIsSigned } from './checks/storage-endpoints.ts';
import { tryEveryTarget } from './checks/make-targets.ts';
import { buildProductionImages, checkTaskDefinitions } from './checks/task-definitions.ts';
import { fourUploadsAreInspected } from './checks/uploads.ts';
import type { Composition } from './composition.ts';
import { bridgesWork, describeOnBridges, describeOnHost } from './networks.ts';
import { type Engine, findOrStartEngine } from './engine.ts';
import { Report } from './report.ts';
import { settings } from './settings.ts';
import { mustRun } from './shell.ts';

const report = new Report();
/** What has to be undone, latest first. */
const undo: (() => Promise<unknown>)[] = [];

console.log('Docker Compose, for real');
try {
  const engine = await report.must('a Docker engine answers', () =>
    findOrStartEngine().catch((error: unknown) => {
      if (settings.engineOptional) reportSkipped(error);
      throw error;
    }),
  );
  undo.push(engine.stop);
  await tryComposition(engine);
} catch (error) {
  console.log(
    `  What comes after it was not tried: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
}
const passed = report.close();
if (!settings.keep) for (const step of undo.reverse()) await step();
if (!passed) process.exitCode = 1;

function reportSkipped(error: unknown): never {
  console.log(error instanceof Error ? error.message : error);
  console.log('*** NO DOCKER ENGINE can run on this machine: test-compose is SKIPPED here. ***');
  process.exit(0);
}

async function tryComposition(engine: Engine): Promise<void> {
  await provideBaseImages(engine.env, report);
  const onHost = settings.hostNetwork || !(await bridgesWork(engine.env));
  const composition = await report.must('the composition is valid', () =>
    onHost ? describeOnHost(engine) : describeOnBridges(engine),
  );
  undo.push(() => composition.compose(['down', '--volumes', '--timeout', '10']));
  await report.must('make dev builds its images and brings it up', () => bringUp(composition));

  await report.check('everything is healthy at once, without a restart', () => allHealthyAtOnce(composition));
  await report.check('web app, API and edge answer', () => everyDoorAnswers(composition));
  await report.check('nobody is root', () => nobodyIsRoot(composition));
  await report.check("the browsers' storage endpoint is signed for", () =>
    browsersEndpointIsSigned(composition),
  );
  await report.check("the containers' storage endpoint is signed for", () =>
    containersEndpointIsSigned(composition),
  );
  await report.check('picture, video and song are READY, the impostor REJECTED', () =>
    fourUploadsAreInspected(composition),
  );
  await report.check('the init script changes nothing when it runs again', () =>
    secondRunChangesNothing(composition),
  );
  await report.check('the init script names what is missing, and repairs it', () =>
    missingResourceIsNamed(composition),
  );
  await report.check('the backend reloads', () => backendReloads(composition));
  await report.check('the web app reloads', () => frontendReloads(composition));

  if (onHost)
    report.note("On the machine's own network the API has port 3000: what ECS would run was not tried.");
  else await tryTaskDefinitions(composition);
  await tryEveryTarget(composition, report);
}

async function tryTaskDefinitions(composition: Composition): Promise<void> {
  await report.must('the images of production build', () => buildProductionImages(composition));
  await checkTaskDefinitions(composition, report);
}

async function bringUp({ compose, env }: Composition): Promise<void> {
  try {
    await mustRun('make', ['dev'], { env });
  } catch (error) {
    console.log(await compose(['logs', '--no-color', '--tail', '15']));
    throw error;
  }
}
