import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { href } from "@/nav/routes";
import { Page } from "@/ui/Page";
import { Download } from "./Download";
import { EraseAccount } from "./EraseAccount";
import { WhatIsErased } from "./WhatIsErased";

/** Take everything along, or have everything erased. */
export function MyDataScreen() {
  const { t } = useLingui();
  const [erasing, setErasing] = useState(false);
  if (erasing) {
    return (
      <Page key="erase" title={t`Borrar mi cuenta`}>
        <EraseAccount onBack={() => setErasing(false)} />
      </Page>
    );
  }
  return (
    <Page key="data" title={t`Mis datos`} up={href("settings")}>
      <Download />
      <WhatIsErased onErase={() => setErasing(true)} />
    </Page>
  );
}
