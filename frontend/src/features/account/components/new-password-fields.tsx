import { PasswordField } from '../../../components/field.tsx';
import { useTexts } from '../../../lib/text/use-texts.ts';
import type { FormErrors } from '../form-errors.ts';

interface NewPasswordFieldsProps {
  readonly name: string;
  readonly label: string;
  readonly confirmLabel: string;
  readonly errors: FormErrors;
}

/** A password that is chosen, and once more against slips. */
export function NewPasswordFields({ name, label, confirmLabel, errors }: NewPasswordFieldsProps) {
  const t = useTexts();
  return (
    <>
      <PasswordField
        label={label}
        name={name}
        autoComplete="new-password"
        required
        error={errors[name]}
        hint={t.account.passwordHint}
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
