import { PATHS, type Shape } from "./shapes";

/** A drawing beside words; it says nothing by itself. */
export function Icon({ shape, size, colour }: { shape: Shape; size: number; colour: string }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      style={{ flexShrink: 0 }}
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={PATHS[shape]}
        fill="none"
        stroke={colour}
        strokeWidth={2}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
