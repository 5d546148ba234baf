import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { usePortalContainer } from './portal-container.ts';

export interface TooltipProps {
  readonly text: string;
  /** What it explains, a single element. It has a name of its own: a tooltip is for eyes alone. */
  readonly children: ReactElement<{ title?: string }>;
}

export function BaseTooltip({ text, children }: TooltipProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal container={usePortalContainer()}>
        <Tooltip.Positioner sideOffset={6} className="z-70">
          <Tooltip.Popup className="animate-fade rounded-small bg-ink px-2 py-1 text-12 text-canvas">
            {text}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
