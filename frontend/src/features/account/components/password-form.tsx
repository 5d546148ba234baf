import { changePasswordBodySchema, type ApiError } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { PasswordField } from '../../../components/field.tsx';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useChangePassword } from '../api/change-password.ts';
import { fieldErrorsOf, readFields, type FormErrors } from '../form-errors.ts';
import { useForm } from '../hooks/use-form.ts';
import { FormError } from './form-error.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';

const read = (fields: FormData, t: Texts) =>
  readFields(t, changePasswordBodySchema, fields, ['currentPassword', 'newPassword', 'confirmPassword']);

function errorsOf(error: ApiError, t: Texts): FormErrors {
  const { tooManyTries, failed } = t.account.newPassword;
  if (error.code === 'too-many-requests') {
    return { form: tooManyTries };
  }
  return error.errors.length > 0 ? fieldErrorsOf(error, t) : { form: failed };
}

/** Changes the password; all other devices have to sign in again. */
export function PasswordForm({ email }: { readonly email: string }) {
  const t = useTexts().account;
  const toasts = useToasts();
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf,
    mutation: useChangePassword(),
    onSuccess: (element) => {
      element.reset();
      toasts.show(t.newPassword.changed);
    },
  });
  return (
    <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      {/* So that password managers know whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label={t.newPassword.current}
        name="currentPassword"
        autoComplete="current-password"
        required
        error={errors.currentPassword}
      />
      <NewPasswordFields
        name="newPassword"
        label={t.newPassword.new}
        confirmLabel={t.newPassword.confirm}
        errors={errors}
      />
      <FormError className="text-12">{errors.form}</FormError>
      <Button type="submit" variant="primary" disabled={isSending} className="self-start">
        {isSending ? t.newPassword.sending : t.newPassword.submit}
      </Button>
    </form>
  );
}
