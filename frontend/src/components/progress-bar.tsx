interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
}

export function ProgressBar({ label, value }: ProgressBarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(value * 100)}
      className="h-1 overflow-hidden rounded-full bg-line"
    >
      <div
        className="h-full origin-left rounded-full bg-accent transition-transform duration-120 ease-linear"
        style={{ transform: `scaleX(${String(value)})` }}
      />
    </div>
  );
}
