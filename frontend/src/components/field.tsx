import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type InputHTMLAttributes, type ReactNode } from 'react';
import { useTexts } from '../lib/text/use-texts.ts';

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly trailing?: ReactNode;
}

/** A labelled input that shows its error below itself, and has it read aloud. */
export function TextField({ label, error, hint, trailing, ...input }: TextFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          className={`h-11 w-full rounded-card border border-field bg-raised px-3 text-16 placeholder:text-muted aria-invalid:border-bad ${trailing ? 'pr-12' : ''}`}
          {...input}
        />
        {trailing}
      </div>
      {note && (
        <p
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={`text-12 ${error ? 'text-bad' : 'text-muted'}`}
        >
          {note}
        </p>
      )}
    </div>
  );
}

export function PasswordField(props: Omit<TextFieldProps, 'type' | 'trailing'>) {
  const { show, hide, showField } = useTexts().account;
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      trailing={
        <button
          type="button"
          aria-pressed={isShown}
          aria-label={showField({ label: props.label })}
          title={isShown ? hide : show}
          onClick={() => {
            setIsShown(!isShown);
          }}
          className="absolute inset-y-1 right-1 grid w-9 place-items-center rounded-small text-muted hover:bg-hover hover:text-ink"
        >
          <Icon aria-hidden="true" className="size-4.5" />
        </button>
      }
    />
  );
}
