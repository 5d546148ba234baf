/** What is wrong with a form as a whole. */
export function FormError({
  children,
  className,
}: {
  readonly children: string | undefined;
  readonly className: string;
}) {
  return (
    children !== undefined && (
      <p role="alert" className={`text-bad ${className}`}>
        {children}
      </p>
    )
  );
}
