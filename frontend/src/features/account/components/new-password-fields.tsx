import { limits } from '@media-feed/contract';
import { PasswordField } from '../../../components/field.tsx';
import type { FormErrors } from '../form-errors.ts';

interface NewPasswordFieldsProps {
  readonly name: string;
  readonly label: string;
  readonly confirmLabel: string;
  readonly errors: FormErrors;
}

/** A password that is chosen, and once more against slips. */
export function NewPasswordFields({ name, label, confirmLabel, errors }: NewPasswordFieldsProps) {
  return (
    <>
      <PasswordField
        label={label}
        name={name}
        autoComplete="new-password"
        required
        error={errors[name]}
        hint={`At least ${String(limits.minPasswordCodePoints)} characters.`}
      />
      <PasswordField
        label={confirmLabel}
        name="confirmPassword"
        autoComplete="new-password"
        required
        error={errors.confirmPassword}
      />
    </>
  );
}
