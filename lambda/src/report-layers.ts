/** What keeps a function's sandbox in, said once when the function starts. */
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { assertLayers, type LayerReport } from './sandbox/layers.ts';
import type { Protection } from './sandbox/protect-function.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

/** Logged once at the start: infrastructure/monitoring.yaml counts `missing`. */
export function reportLayers(
  sandbox: Sandbox,
  { environment }: Protection,
  config: Config,
  log: Log,
): Promise<readonly LayerReport[]> {
  const layers = sandbox.warmUp().then((ofTheChild) => {
    const all = [environment, ...ofTheChild];
    const missingLayers = all.filter(({ holds }) => !holds);
    log.info('Sandbox layers', {
      holding: all.filter(({ holds }) => holds).map(({ layer }) => layer),
      missing: missingLayers.map(({ layer, detail }) => `${layer}: ${detail}`),
      missingCount: missingLayers.length,
    });
    assertLayers(config.SANDBOX_REQUIRE, all);
    return all;
  });
  // Whoever does not wait for it must not be ended by it: the first file says the same.
  layers.catch(() => undefined);
  return layers;
}
