import { signUpBodySchema } from '@media-feed/contract';
import { useSignUp } from '../../features/account/api/sign-up.ts';
import { AuthForm } from '../../features/account/components/auth-form.tsx';
import { NewPasswordFields } from '../../features/account/components/new-password-fields.tsx';
import { readFields, signInErrorsOf } from '../../features/account/form-errors.ts';
import { useForm } from '../../features/account/hooks/use-form.ts';

const read = (fields: FormData) =>
  readFields(signUpBodySchema, fields, ['email', 'password', 'confirmPassword']);

export default function SignUpPage() {
  const { ref, ...form } = useForm({ read, mutation: useSignUp(), errorsOf: signInErrorsOf });
  return (
    <AuthForm
      formRef={ref}
      form={form}
      pageTitle="Create an account"
      title="Create an account"
      leadFor={(purpose) =>
        purpose ? `You need one ${purpose}.` : 'To upload, and to like what others made.'
      }
      emailHint="Never shown to anybody."
      submitLabel="Create account"
      sendingLabel="Creating your account…"
      other={{ question: 'Have an account?', label: 'Sign in', to: '/sign-in' }}
    >
      <NewPasswordFields
        name="password"
        label="Password"
        confirmLabel="Confirm password"
        errors={form.errors}
      />
    </AuthForm>
  );
}
