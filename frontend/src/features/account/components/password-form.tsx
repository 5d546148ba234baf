import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type SyntheticEvent } from 'react';
import { changePasswordBodySchema, limits, parseApiError } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { PasswordField } from '../../../components/field.tsx';
import { ownSessionsOptions } from '../api/list-sessions.ts';
import { api } from '../../../lib/api-client/http.ts';
import { showToast } from '../../../lib/toasts/toasts.ts';
import { textOf } from '../hooks/use-auth-form.ts';

type Errors = Partial<Record<'currentPassword' | 'newPassword' | 'confirmPassword' | 'form', string>>;

function errorsOf(thrown: unknown): Errors {
  const failure = parseApiError(thrown);
  if (failure.code === 'too-many-requests')
    return { form: 'Too many tries. Wait a few minutes, then try again.' };
  if (failure.errors.length === 0) return { form: 'Your password was not changed. Try again.' };
  return Object.fromEntries(failure.errors.map(({ path, message }) => [path, message]));
}

/** Changes the password; all other devices have to sign in again. */
export function PasswordForm({ email }: { readonly email: string }) {
  const [errors, setErrors] = useState<Errors>({});
  const form = useRef<HTMLFormElement>(null);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (body: Parameters<typeof api<'changePassword'>>[1]['body']) =>
      api('changePassword', { body }),
    onSuccess: () => {
      form.current?.reset();
      showToast('Password changed. Other devices have to sign in again.');
      return queries.invalidateQueries(ownSessionsOptions);
    },
    onError: (thrown) => {
      setErrors(errorsOf(thrown));
    },
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const body = changePasswordBodySchema.safeParse({
      currentPassword: textOf(fields, 'currentPassword'),
      newPassword: textOf(fields, 'newPassword'),
      confirmPassword: textOf(fields, 'confirmPassword'),
    });
    if (body.success) {
      setErrors({});
      change.mutate(body.data);
    } else {
      const issues = body.error.issues.map(({ path, message }) => [String(path[0]), message]);
      setErrors(Object.fromEntries(issues) as Errors);
    }
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {/* So that password managers know whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label="Current password"
        name="currentPassword"
        autoComplete="current-password"
        required
        error={errors.currentPassword}
      />
      <PasswordField
        label="New password"
        name="newPassword"
        autoComplete="new-password"
        required
        error={errors.newPassword}
        hint={`At least ${String(limits.minPasswordCodePoints)} characters.`}
      />
      <PasswordField
        label="Confirm new password"
        name="confirmPassword"
        autoComplete="new-password"
        required
        error={errors.confirmPassword}
      />
      {errors.form && (
        <p role="alert" className="text-12 text-bad">
          {errors.form}
        </p>
      )}
      <Button type="submit" variant="primary" disabled={change.isPending} className="self-start">
        {change.isPending ? 'Changing…' : 'Change password'}
      </Button>
    </form>
  );
}
