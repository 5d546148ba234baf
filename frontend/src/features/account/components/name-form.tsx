import { changeProfileBodySchema, type ApiError } from '@media-feed/contract';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import type { Texts } from '../../../lib/text/texts.ts';
import { useTexts } from '../../../lib/text/use-texts.ts';
import { useToasts } from '../../../lib/toasts.ts';
import { useChangeProfile } from '../api/change-profile.ts';
import { fieldErrorsOf, readFields, type FormErrors } from '../form-errors.ts';
import { useForm } from '../hooks/use-form.ts';

const read = (fields: FormData, t: Texts) => readFields(t, changeProfileBodySchema, fields, ['name']);

const errorsOf = (error: ApiError, t: Texts): FormErrors => ({
  name: fieldErrorsOf(error, t).name ?? t.account.name.failed,
});

export function NameForm({ name }: { readonly name: string }) {
  const t = useTexts();
  const toasts = useToasts();
  const { ref, errors, isSending, onSubmit } = useForm({
    read,
    errorsOf,
    mutation: useChangeProfile(),
    onSuccess: () => toasts.show(t.common.saved),
  });
  return (
    <form ref={ref} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <TextField
        label={t.account.name.label}
        name="name"
        defaultValue={name}
        autoComplete="nickname"
        required
        error={errors.name}
        hint={t.account.name.hint}
      />
      <Button type="submit" variant="primary" disabled={isSending} className="self-start">
        {isSending ? t.common.saving : t.common.save}
      </Button>
    </form>
  );
}
