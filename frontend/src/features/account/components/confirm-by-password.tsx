import { deleteAccountBodySchema, type ApiError } from '@media-feed/contract';
import type { UseMutationResult } from '@tanstack/react-query';
import { Button } from '../../../components/button.tsx';
import { PasswordField } from '../../../components/field.tsx';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { fieldErrorsOf, readFields, textOf, type FormErrors } from '../form-errors.ts';
import { useForm } from '../hooks/use-form.ts';
import { FormError } from './form-error.tsx';

interface ConfirmByPasswordProps {
  readonly email: string;
  readonly mutation: Pick<
    UseMutationResult<unknown, Error, { password: string }>,
    'mutateAsync' | 'isPending'
  >;
  readonly variant: 'primary' | 'danger';
  readonly texts: Readonly<Record<'password' | 'submit' | 'sending' | 'failed' | 'cancel', string>>;
  readonly onDone: () => void;
  /** Without it there is no way back to offer. */
  readonly onCancel?: () => void;
}

function read(fields: FormData, t: Texts) {
  if (textOf(fields, 'password') === '') return { errors: { password: t.account.errors.noPassword } };
  return readFields(t, deleteAccountBodySchema, fields, ['password']);
}

/** Asks for the password once more, for what nobody at somebody else's device should be able to do. */
export function ConfirmByPassword(props: ConfirmByPasswordProps) {
  const { email, mutation, variant, texts, onDone, onCancel } = props;
  const { tooManyTries } = useTexts().account.newPassword;
  const errorsOf = (error: ApiError, t: Texts): FormErrors => {
    if (error.code === 'too-many-requests') return { form: tooManyTries };
    return error.errors.length > 0 ? fieldErrorsOf(error, t) : { form: texts.failed };
  };
  const { ref, errors, isSending, onSubmit } = useForm({ read, errorsOf, mutation, onSuccess: onDone });
  return (
    <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      {/* So that password managers know whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label={texts.password}
        name="password"
        autoComplete="current-password"
        required
        error={errors.password}
      />
      <FormError className="text-12">{errors.form}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant={variant} disabled={isSending}>
          {isSending ? texts.sending : texts.submit}
        </Button>
        {onCancel && <Button onClick={onCancel}>{texts.cancel}</Button>}
      </div>
    </form>
  );
}
