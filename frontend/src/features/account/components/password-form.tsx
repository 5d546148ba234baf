import { changePasswordBodySchema, type ApiError } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { PasswordField } from '../../../components/field.tsx';
import { useToasts } from '../../../lib/toasts.ts';
import { useChangePassword } from '../api/change-password.ts';
import { fieldErrorsOf, readFields, type FormErrors } from '../form-errors.ts';
import { useForm } from '../hooks/use-form.ts';
import { FormError } from './form-error.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';

const read = (fields: FormData) =>
  readFields(changePasswordBodySchema, fields, ['currentPassword', 'newPassword', 'confirmPassword']);

function errorsOf(error: ApiError): FormErrors {
  if (error.code === 'too-many-requests') {
    return { form: 'Too many tries. Wait a few minutes, then try again.' };
  }
  return error.errors.length > 0
    ? fieldErrorsOf(error)
    : { form: 'Your password was not changed. Try again.' };
}

/** Changes the password; all other devices have to sign in again. */
export function PasswordForm({ email }: { readonly email: string }) {
  const toasts = useToasts();
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf,
    mutation: useChangePassword(),
    onSuccess: (element) => {
      element.reset();
      toasts.show('Password changed. Other devices have to sign in again.');
    },
  });
  return (
    <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      {/* So that password managers know whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label="Current password"
        name="currentPassword"
        autoComplete="current-password"
        required
        error={errors.currentPassword}
      />
      <NewPasswordFields
        name="newPassword"
        label="New password"
        confirmLabel="Confirm new password"
        errors={errors}
      />
      <FormError className="text-12">{errors.form}</FormError>
      <Button type="submit" variant="primary" disabled={isSending} className="self-start">
        {isSending ? 'Changing…' : 'Change password'}
      </Button>
    </form>
  );
}
