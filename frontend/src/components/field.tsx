import { Eye, EyeOff } from 'lucide-react';
import { useId, useState, type ComponentProps, type InputHTMLAttributes, type ReactNode } from 'react';
import { useTexts } from '../lib/text/use-texts.ts';

interface Described {
  readonly label: string;
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
}

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement>, Described {
  readonly trailing?: ReactNode;
}

/** What an input needs of the label above it and the note below. */
interface InputLinks {
  readonly id: string;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface LabelledProps extends Described {
  readonly children: (links: InputLinks) => ReactNode;
}

/** A label, an input, and its error or a hint below it, which is read aloud. */
function Labelled({ label, error, hint, children }: LabelledProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': note ? `${id}-note` : undefined,
      })}
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

const boxClass =
  'w-full rounded-card border border-field bg-raised px-3 text-16 placeholder:text-muted aria-invalid:border-bad';

export function TextField({ label, error, hint, trailing, ...input }: TextFieldProps) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(links) => (
        <div className="relative">
          <input {...links} className={`h-11 ${boxClass} ${trailing ? 'pr-12' : ''}`} {...input} />
          {trailing}
        </div>
      )}
    </Labelled>
  );
}

type TextAreaFieldProps = ComponentProps<'textarea'> & Described;

/** The same for several lines. */
export function TextAreaField({ label, error, hint, ...area }: TextAreaFieldProps) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(links) => <textarea {...links} dir="auto" className={`${boxClass} py-2`} {...area} />}
    </Labelled>
  );
}

type CheckboxFieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> & Described;

/** A yes or no, with its label beside it. */
export function CheckboxField({ label, hint, ...input }: CheckboxFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        id={id}
        type="checkbox"
        aria-describedby={hint && `${id}-note`}
        className="mt-0.5 size-5 shrink-0 accent-accent"
        {...input}
      />
      <div>
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        {hint && (
          <p id={`${id}-note`} className="text-12 text-muted">
            {hint}
          </p>
        )}
      </div>
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
