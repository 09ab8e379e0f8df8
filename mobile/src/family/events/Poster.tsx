import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ScrollView, useWindowDimensions, View } from "react-native";
import { type Picture, usePicture, widthFor } from "@/data/pictures";
import { savesData } from "@/platform/device";
import { useNear } from "@/platform/near";
import { Button } from "@/ui/Button";
import { PictureBox } from "@/ui/PictureBox";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";

type Of = { of: Picture & { alt: string } };

/** Pixels of a screen's column, of what stands beside it, of the highest picture in it, and of one in a list. */
const COLUMN = 620;
const BESIDE = 32;
const HIGHEST = 420;
const SMALL = 72;

/** As wide as a large one is shown on a phone: it is moved sideways. */
const LARGE = 640;

/** The picture of an event on its screen: the smallest file that fits, and a large one for whoever wants it. */
export function Poster({ of }: Of) {
  const [wanted, setWanted] = useState(!savesData());
  if (wanted) return <Shown of={of} />;
  return (
    <>
      <Words>{of.alt}</Words>
      <Button look="quiet" onPress={() => setWanted(true)}>
        <Trans>Ver la imagen</Trans>
      </Button>
    </>
  );
}

function Shown({ of }: Of) {
  const column = Math.min(useWindowDimensions().width - BESIDE, COLUMN);
  const [large, setLarge] = useState(false);
  const { wide } = useTheme();
  const width = Math.min(column, (HIGHEST * of.width) / of.height);
  const small = widthFor(of, width);
  const larger = widthFor(of, wide ? 2 * COLUMN : LARGE);
  const fetched = usePicture(of, small);
  return (
    <>
      {large ? (
        <Large of={of} file={larger} width={Math.max(column, wide ? 0 : LARGE)} />
      ) : (
        <PictureBox alt={of.alt} {...fetched} width={width} ratio={of.width / of.height} />
      )}
      {fetched.uri && (larger !== small || width < column) ? (
        <Button look="quiet" onPress={() => setLarge(!large)}>
          {large ? <Trans>Ver más pequeña</Trans> : <Trans>Ver más grande</Trans>}
        </Button>
      ) : null}
    </>
  );
}

function Large({ of, file, width }: Of & { file: number | undefined; width: number }) {
  const { t } = useLingui();
  const fetched = usePicture(of, file);
  return (
    <ScrollView horizontal tabIndex={0} role="group" aria-label={t`La imagen, más grande`}>
      <PictureBox alt={of.alt} {...fetched} width={width} ratio={of.width / of.height} />
    </ScrollView>
  );
}

/** The picture of an event in a list: asked for when it comes near the screen, and never where data is saved. */
export function SmallPoster({ of }: Of) {
  const { ref, near } = useNear();
  const fetched = usePicture(of, of.widths[0], near && !savesData());
  return (
    <View ref={ref}>
      <PictureBox alt={of.alt} {...fetched} width={SMALL} ratio={1} small />
    </View>
  );
}
