import { useLingui } from "@lingui/react/macro";
import { type Day, longDay } from "@/l10n/dates";

/** From one day to another in words: “el sábado 21 …”, or “del … al …”. */
export function useSpan(): (first: Day, last: Day) => string {
  const { t } = useLingui();
  return (first, last) => {
    const from = longDay(first);
    const to = longDay(last);
    return first === last ? t`el ${from}` : t`del ${from} al ${to}`;
  };
}
