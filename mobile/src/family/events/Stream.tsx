import { Trans } from "@lingui/react/macro";
import { Linking } from "react-native";
import { Button } from "@/ui/Button";
import { Words } from "@/ui/Words";
import type { Happening } from "./happening";

/** The way to what is shown on the internet. */
export function Stream({ happening: { venue } }: { happening: Happening }) {
  // Nobody is led elsewhere than to a page.
  if (!/^https:\/\//i.test(venue.link)) return null;
  return (
    <>
      <Button look="quiet" icon="onwards" onPress={() => void Linking.openURL(venue.link)}>
        <Trans>Abrir la página de la transmisión</Trans>
      </Button>
      <Words as="small" selectable>
        {venue.link}
      </Words>
    </>
  );
}
