/**
 * Pictures, fetched as whoever is in, for an image by itself cannot say who asks. They stay in memory: a browser's own
 * cache would keep in clear what somebody saw.
 */
import { useQuery } from "@tanstack/react-query";
import { fetchFile } from "./send";
import { carry } from "./session";

/** What the service tells of one: where it is, how wide its files are (the smallest first), and its shape. */
export type Picture = { address: string; widths: readonly number[]; width: number; height: number };

/** `uri`: what an image takes, once it is there; `failed`: it could not be had. */
export type Fetched = { uri: string | undefined; failed: boolean };

/** The file of a picture that is so wide; nothing is asked for before `when`. */
export function usePicture({ address }: Picture, width: number | undefined, when = true): Fetched {
  const query = useQuery({
    queryKey: ["picture", address, width],
    enabled: when && width !== undefined,
    // What was paid for once is not asked for again; what failed is, when its screen is opened anew.
    staleTime: ({ state }) => (state.data ? "static" : 0),
    meta: { keep: false },
    queryFn: () => fetched(`${address}-${width}.webp`),
  });
  return { uri: query.data, failed: query.isError };
}

async function fetched(path: string): Promise<string> {
  // To somebody whose token has expired it is as if there were none.
  const uri = await carry(
    (bearing) => fetchFile(path, bearing),
    (found) => found === null,
  );
  if (!uri) throw new Error("there is no such picture");
  return uri;
}

/** The smallest file that fills so many pixels, nearly; the largest where none does. */
export function widthFor({ widths }: Picture, pixels: number): number | undefined {
  return widths.find((each) => each >= pixels * 0.9) ?? widths.at(-1);
}
