import type { ReactNode } from 'react';

/** One topic of the settings, with its heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="flex flex-col gap-4 rounded-float border border-line p-6 phone:p-4"
    >
      <h2 className="text-16 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
