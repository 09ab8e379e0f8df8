import { Trans } from "@lingui/react/macro";
import { Button } from "@/ui/Button";
import type { Pages } from "../pages";

/** The way to the next page of a list, where there is one. */
export function More({ of }: { of: Pick<Pages<unknown>, "hasMore" | "more" | "loadingMore"> }) {
  if (!of.hasMore) return null;
  return (
    <Button look="quiet" busy={of.loadingMore} onPress={of.more}>
      <Trans>Ver más</Trans>
    </Button>
  );
}
