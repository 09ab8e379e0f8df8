import { EarningStatements } from "@/data/gen/family/statements";
import { useKept } from "@/data/reads";

/** Whether an account is somebody's last, as far as this phone was told: that one stays readable without signal. */
export function useIsLast(): (id: string) => boolean {
  const newest = new Set(
    useKept(EarningStatements).flatMap(({ data: { earningStatements: told } }) =>
      told.__typename === "EarningMonths" ? told.months.slice(0, 1).map((each) => each.id) : [],
    ),
  );
  return (id) => newest.has(id);
}
