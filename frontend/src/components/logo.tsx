export function LogoMark({ className = 'size-6' }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        d="M4.500 16l4.500-4.500 3.500 3.500 2.700-2.700 4.300 4.300"
        fill="none"
        className="stroke-on-accent"
        strokeWidth="2.200"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="15.800" cy="8" r="1.700" className="fill-on-accent" />
    </svg>
  );
}
