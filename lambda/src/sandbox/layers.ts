/** What keeps a sandbox that a file has taken over from reaching anything, each by itself. docs/security.md says more. */

export const sandboxLayers = [
  /** No key stands in the function's environment. */
  'environment',
  /** The function's memory and environment can't be opened by the sandbox. */
  'memory',
  /** The sandbox runs as another user than the function. */
  'user',
  /** JavaScript in the sandbox reads nothing but its program, writes nothing, starts nothing (Node's permission model). */
  'permission',
  /** The kernel opens no file and no socket for the sandbox, starts no program and sends no signal for it. */
  'seccomp',
] as const;

export type SandboxLayer = (typeof sandboxLayers)[number];

export interface LayerReport {
  readonly layer: SandboxLayer;
  /** As tried out, not as set up. */
  readonly holds: boolean;
  /** Why not, or what was tried. */
  readonly detail: string;
}

export const holds = (layer: SandboxLayer, detail: string): LayerReport => ({ layer, holds: true, detail });
export const missing = (layer: SandboxLayer, detail: string): LayerReport => ({
  layer,
  holds: false,
  detail,
});

/** @throws an Error that names what is required and does not hold. */
export function assertLayers(required: readonly SandboxLayer[], reports: readonly LayerReport[]): void {
  const absent = required.filter(
    (layer) => !reports.some((report) => report.layer === layer && report.holds),
  );
  if (absent.length === 0) return;
  const reasons = absent.map((name) => {
    const report = reports.find(({ layer }) => layer === name);
    return `${name} (${report?.detail ?? 'not reported'})`;
  });
  throw new Error(`The sandbox lacks what SANDBOX_REQUIRE asks for: ${reasons.join(', ')}`);
}
