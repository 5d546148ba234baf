import { Menu as BaseMenu } from '@base-ui/react/menu';
import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'react-router';
import { usePortalContainer } from './portal-container.ts';

const itemClass =
  'flex w-full items-center gap-3 rounded-card px-3 py-2 text-left outline-none data-highlighted:bg-hover';

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** Says what it is the menu of; read out with its items. */
  readonly head: ReactNode;
  /** Links, one below the other. */
  readonly links: ReactNode;
  readonly children: ReactNode;
  readonly isOpenAtOnce?: boolean;
}

/** A button with the menu that it opens: arrow keys, typing ahead, Escape, and the focus back where it was. */
export function Menu({ trigger, head, links, children, isOpenAtOnce = false }: MenuProps) {
  return (
    <BaseMenu.Root modal={false} defaultOpen={isOpenAtOnce}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal container={usePortalContainer()}>
        <BaseMenu.Positioner align="end" sideOffset={16} className="z-50">
          <BaseMenu.Popup className="w-64 animate-fade rounded-float border border-line bg-raised p-2 shadow-float outline-none">
            <BaseMenu.Group>
              <BaseMenu.GroupLabel className="border-b border-line px-3 pt-1 pb-3">
                {head}
              </BaseMenu.GroupLabel>
              <div role="presentation" className="pt-2">
                {links}
              </div>
            </BaseMenu.Group>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

interface ItemProps {
  readonly icon: LucideIcon;
  readonly name: string;
}

export function MenuLink({ to, icon: Icon, name }: ItemProps & { readonly to: string }) {
  return (
    <BaseMenu.LinkItem closeOnClick render={<Link to={to} />} className={itemClass}>
      <Icon aria-hidden="true" className="size-4.5 text-muted" />
      {name}
    </BaseMenu.LinkItem>
  );
}

export function MenuAction({ onClick, icon: Icon, name }: ItemProps & { readonly onClick: () => void }) {
  return (
    <BaseMenu.Item onClick={onClick} className={itemClass}>
      <Icon aria-hidden="true" className="size-4.5 text-muted" />
      {name}
    </BaseMenu.Item>
  );
}

interface MenuChoicesProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (ItemProps & { readonly value: Value })[];
  readonly onChoose: (value: Value) => void;
}

/** A few choices side by side, of which one is set; the menu stays open. */
export function MenuChoices<Value extends string>({
  label,
  value,
  choices,
  onChoose,
}: MenuChoicesProps<Value>) {
  return (
    <BaseMenu.Group className="my-2 flex items-center border-y border-line py-2 pl-3">
      <BaseMenu.GroupLabel className="text-muted">{label}</BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup
        value={value}
        onValueChange={onChoose}
        className="ml-auto flex gap-0.5 rounded-full bg-surface p-0.5"
      >
        {choices.map(({ value: choice, icon: Icon, name }) => (
          <BaseMenu.RadioItem
            key={choice}
            value={choice}
            closeOnClick={false}
            aria-label={name}
            title={name}
            className="grid size-8 place-items-center rounded-full text-muted outline-none data-checked:bg-raised data-checked:text-ink data-checked:ring-1 data-checked:ring-line data-highlighted:text-ink data-highlighted:outline-2 data-highlighted:outline-accent"
          >
            <Icon aria-hidden="true" className="size-4" />
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  );
}
