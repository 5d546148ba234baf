import { changeProfileBodySchema, type ApiError } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { useToasts } from '../../../lib/toasts.ts';
import { useChangeProfile } from '../api/change-profile.ts';
import { readFields, type FormErrors } from '../form-errors.ts';
import { useForm } from '../hooks/use-form.ts';

const read = (fields: FormData) => readFields(changeProfileBodySchema, fields, ['name']);

const errorsOf = (error: ApiError): FormErrors => ({
  name: error.messageFor('name') ?? 'Your name was not saved. Try again.',
});

export function NameForm({ name }: { readonly name: string }) {
  const toasts = useToasts();
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf,
    mutation: useChangeProfile(),
    onSuccess: () => toasts.show('Saved.'),
  });
  return (
    <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <TextField
        label="Display name"
        name="name"
        defaultValue={name}
        autoComplete="nickname"
        required
        error={errors.name}
        hint="Shown beside everything you publish."
      />
      <Button type="submit" variant="primary" disabled={isSending} className="self-start">
        {isSending ? 'Saving…' : 'Save'}
      </Button>
    </form>
  );
}
