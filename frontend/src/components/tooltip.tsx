import { cloneElement, useState } from 'react';
import type { BaseTooltip, TooltipProps } from './base-tooltip.tsx';

let Loaded: typeof BaseTooltip | undefined;

/** Fetches the code, which no page needs to be seen. Until then, and without it, tooltips are the browser's own. */
export async function loadTooltips(): Promise<void> {
  Loaded = (await import('./base-tooltip.tsx')).BaseTooltip;
}

/** For eyes alone: what it explains has a name of its own. */
export function Tooltip({ text, children }: TooltipProps) {
  // What stands when the code comes keeps what it has: an element that is replaced would lose the focus.
  const [Base] = useState(() => Loaded);
  return Base ? <Base text={text}>{children}</Base> : cloneElement(children, { title: text });
}
