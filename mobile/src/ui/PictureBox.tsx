import { useState } from "react";
import { View } from "react-native";
import { Picture } from "./Picture";
import { themed } from "./theme";
import { Words } from "./Words";

type Props = {
  alt: string;
  uri: string | undefined;
  failed: boolean;
  /** Pixels across, where there is room, and its shape: the place it takes before it is there, too. */
  width: number;
  ratio: number;
  /** So small that it is cut to its place, and its words do not fit in. */
  small?: boolean;
};

/** A picture in its place; its words stand there while it does not come. */
export function PictureBox({ alt, uri, failed, width, ratio, small = false }: Props) {
  const styles = useStyles();
  const [broken, setBroken] = useState<string>();
  const none = failed || (uri !== undefined && broken === uri);
  return (
    <View style={[styles.box, small && styles.small, { width, aspectRatio: ratio }]}>
      {uri && !none ? (
        <Picture uri={uri} alt={alt} cut={small} onFail={() => setBroken(uri)} />
      ) : none && !small ? (
        <Words as="small" centred>
          {alt}
        </Words>
      ) : (
        <View accessible role="img" aria-label={alt} style={styles.whole} />
      )}
    </View>
  );
}

const useStyles = themed(({ colours }) => ({
  box: {
    maxWidth: "100%",
    alignSelf: "center",
    justifyContent: "center",
    overflow: "hidden",
    borderRadius: 14,
    backgroundColor: colours.accentSoft,
  },
  small: { borderRadius: 10 },
  whole: { flex: 1 },
}));
