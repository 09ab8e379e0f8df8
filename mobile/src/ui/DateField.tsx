import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Day, figures } from "@/l10n/dates";
import { Field } from "./Field";

type Props = {
  label: string;
  /** The day, or nothing while it is not written whole. */
  value: Day | undefined;
  onChange: (day: Day | undefined) => void;
  error?: string | undefined;
};

/** A day as people write it: day, month, year, in figures. The strokes come by themselves. */
export function DateField({ label, value, onChange, error }: Props) {
  const { t } = useLingui();
  const [text, setText] = useState(value ? figures(value) : "");
  return (
    <Field
      label={label}
      hint={t`Día, mes y año, como 21/11/2026`}
      value={text}
      onChange={(typed) => {
        const written = stroked(typed, text);
        setText(written);
        onChange(dayOf(written));
      }}
      inputMode="numeric"
      autoComplete="off"
      maxLength={10}
      error={error}
    />
  );
}

/** The strokes between day, month and year, put in while somebody types and left alone while they erase. */
export function stroked(typed: string, before: string): string {
  if (typed.length < before.length) return typed;
  const figuresOnly = typed.replace(/\D/g, "").slice(0, 8);
  return [figuresOnly.slice(0, 2), figuresOnly.slice(2, 4), figuresOnly.slice(4)]
    .filter((part, index) => part !== "" || (index > 0 && figuresOnly.length === index * 2))
    .join("/");
}

/** The day that was written, if there is such a day. */
export function dayOf(text: string): Day | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? [];
  if (!day || !month || !year) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso ? undefined : iso;
}
