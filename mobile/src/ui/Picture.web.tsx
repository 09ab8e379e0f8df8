type Props = { uri: string; alt: string; cut?: boolean; onFail: () => void };

/** A picture that fills its place: whole, or cut to it. `onFail`: it is none that can be shown. */
export function Picture({ uri, alt, cut = false, onFail }: Props) {
  const objectFit = cut ? ("cover" as const) : ("contain" as const);
  const style = { width: "100%", height: "100%", objectFit, display: "block" };
  return <img src={uri} alt={alt} style={style} onError={onFail} />;
}
