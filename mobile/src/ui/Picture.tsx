import { Image } from "react-native";

type Props = { uri: string; alt: string; cut?: boolean; onFail: () => void };

/** A picture that fills its place: whole, or cut to it. `onFail`: it is none that can be shown. */
export function Picture({ uri, alt, cut = false, onFail }: Props) {
  const style = { width: "100%", height: "100%" } as const;
  const mode = cut ? "cover" : "contain";
  return <Image source={{ uri }} alt={alt} role="img" resizeMode={mode} style={style} onError={onFail} />;
}
