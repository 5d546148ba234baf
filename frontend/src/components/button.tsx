import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Tooltip } from './tooltip.tsx';

type Variant = 'primary' | 'plain' | 'quiet' | 'danger';

const variantClasses: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  plain: 'bg-raised text-ink ring-1 ring-inset ring-line hover:bg-hover',
  quiet: 'text-ink hover:bg-hover',
  danger: 'bg-bad-soft text-bad hover:brightness-95',
};

export const buttonClass = (variant: Variant = 'plain'): string =>
  `inline-flex h-9 shrink-0 items-center justify-center gap-1.5 rounded-full px-4 text-14 font-semibold whitespace-nowrap transition-colors duration-120 disabled:opacity-50 ${variantClasses[variant]}`;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: Variant;
}

export function Button({ variant = 'plain', className = '', ...rest }: ButtonProps) {
  return <button type="button" className={`${buttonClass(variant)} ${className}`} {...rest} />;
}

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string;
  readonly children: ReactNode;
}

/** A round button with an icon; its label is for ears and shows as a tooltip. */
export function IconButton({ label, className = '', children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        className={`inline-grid size-9 shrink-0 place-items-center rounded-full transition-colors duration-120 hover:bg-hover disabled:opacity-50 ${className}`}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  );
}
