import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import type { Count } from "./party";

/** Such as “12 visitas · 20 adultos · 8 menores”. */
export function useCountWords(): (count: Count) => string {
  useLingui();
  return ({ visits, adults, minors }) =>
    [
      plural(visits, { one: "# visita", other: "# visitas" }),
      plural(adults, { one: "# adulto", other: "# adultos" }),
      ...(minors > 0 ? [plural(minors, { one: "# menor", other: "# menores" })] : []),
    ].join(" · ");
}
