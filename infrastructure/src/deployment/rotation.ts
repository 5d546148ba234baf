/**
 * Another value for a secret. Whoever accepts it learns it before whoever sends it, and the value before is accepted
 * until it is forgotten, so that nobody is turned away while programs restart one after the other.
 */
import { deployAll } from './deploy-all.ts';
import type { Deployment } from './deployment.ts';
import {
  type AddressName,
  newSecret,
  readParameter,
  type SecretName,
  withNewPassword,
  writeSecret,
} from './parameters.ts';
import { describe } from './stack.ts';
import { step } from './tools.ts';

interface Rotation {
  /** Ends with the new value in use. */
  readonly rotate: (rotating: Rotating) => Promise<void>;
  /** Where the value before is kept; none where it is refused at once. */
  readonly previous?: Previous;
}
interface Previous {
  readonly name: SecretName | AddressName;
  /** For how long somebody may still come with the value before. */
  readonly until: string;
  /** What takes its place when it is forgotten: accepted as well, and known to nobody. */
  readonly replacement: (before: string) => string;
}
interface Rotating {
  readonly write: (name: SecretName | AddressName, value: string) => Promise<void>;
  readonly deploy: () => Promise<void>;
  readonly valueOf: (name: SecretName | AddressName) => Promise<string>;
}

const rotations: Readonly<Record<string, Rotation>> = {
  /** Signs access tokens. Both processes accept the new one before either signs by it. */
  jwt: {
    previous: {
      name: 'jwt-previous-secret',
      until: 'access tokens that it signed have ended, 15 minutes from now',
      replacement: () => newSecret('jwt-previous-secret'),
    },
    rotate: async ({ write, deploy, valueOf }) => {
      const [before, next] = [await valueOf('jwt-secret'), newSecret('jwt-secret')];
      await write('jwt-previous-secret', next);
      await deploy();
      await write('jwt-secret', next);
      await write('jwt-previous-secret', before);
      await deploy();
    },
  },
  /** CloudFront's, which sends it last in a deployment, and needs minutes to do so everywhere. */
  origin: {
    previous: {
      name: 'origin-previous-secret',
      until: "CloudFront sends the new one from everywhere, when the distribution's status is Deployed",
      replacement: () => newSecret('origin-previous-secret'),
    },
    rotate: async ({ write, deploy, valueOf }) => {
      const before = await valueOf('origin-secret');
      await write('origin-previous-secret', before);
      await write('origin-secret', newSecret('origin-secret'));
      await deploy();
    },
  },
  /** PostgreSQL knows one password a role, so the API has two roles: it changes to the other one. */
  'database-api': {
    previous: {
      name: 'database-api-previous-url',
      until: 'the deployment has ended, since every process was replaced',
      replacement: (before) => withNewPassword(before, 'same'),
    },
    rotate: async ({ write, deploy, valueOf }) => {
      const before = await valueOf('database-api-url');
      await write('database-api-previous-url', before);
      await write('database-api-url', withNewPassword(before, 'other'));
      await deploy();
    },
  },
  /** Of the owner of the tables, as whom only migrations and operators connect: refused at once. */
  database: {
    rotate: async ({ write, deploy }) => {
      await write('database-password', newSecret('database-password'));
      await deploy();
    },
  },
};
const rotatable = Object.keys(rotations);

const advice = (name: string) =>
  `Whatever was changed is in SSM: make deploy goes on from there. Then make rotate SECRET=${name} again.`;

export function rotateSecret(deployment: Deployment, name: string): Promise<void> {
  return step(`Rotating ${name}`, advice(name), async () => {
    const { rotate, previous } = rotationOf(name);
    const running = (await describe(deployment, 'ecs'))?.parameters.ImageTag ?? '';
    if (running === '') throw new Error('No service runs here: deploy first.');
    await rotate(rotatingOf(deployment));
    deployment.tools.log(
      previous
        ? `${name}: rotated. The value before is accepted until you say make rotate SECRET=${name} FORGET=1; do so once ${previous.until}.`
        : `${name}: rotated. The value before is refused.`,
    );
  });
}

/** Puts a value into the place of the one before that nobody knows. */
export function forgetPreviousSecret(deployment: Deployment, name: string): Promise<void> {
  return step(`Forgetting the value before of ${name}`, advice(name), async () => {
    const { previous } = rotationOf(name);
    if (!previous) throw new Error(`${name} has no value before: it is refused from the rotation on.`);
    const { write, deploy, valueOf } = rotatingOf(deployment);
    await write(previous.name, previous.replacement(await valueOf(previous.name)));
    await deploy();
    deployment.tools.log(`${name}: the value before is refused from now on.`);
  });
}

function rotationOf(name: string): Rotation {
  const found = rotations[name];
  if (!found) throw new Error(`SECRET is one of ${rotatable.join(', ')}; «${name}» is none.`);
  return found;
}

/** What runs stays what runs: no image, no bundle, no page. */
function rotatingOf(deployment: Deployment): Rotating {
  const asItIs: Deployment = { ...deployment, skips: new Set(['images', 'bundle', 'site']) };
  return {
    write: async (name, value) => {
      await writeSecret(deployment, name, value);
      deployment.tools.log(`secret ${name}: changed`);
    },
    deploy: async () => {
      await deployAll(asItIs);
    },
    valueOf: async (name) => {
      const kept = await readParameter(deployment, name);
      if (!kept) throw new Error(`/${deployment.project}/${name} does not exist: deploy first.`);
      return kept.value;
    },
  };
}
