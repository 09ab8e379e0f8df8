import { Trans } from "@lingui/react/macro";
import { Pavilions } from "@/data/gen/staff/registry";
import { Await } from "@/ui/Await";
import { Choice } from "@/ui/Choice";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { usePages } from "../pages";
import { pavilionWords } from "../words";

type Props = { label: string; value: string | undefined; onChange: (id: string) => void };

/** A building of this place. */
export function PavilionField(props: Props) {
  const { id } = useOffice();
  const read = usePages(Pavilions, { establishmentId: id }, (answer) => answer.pavilions, { whole: true });
  return (
    <Await read={read}>
      {(pavilions) =>
        pavilions.length === 0 ? (
          <Words>
            <Trans>Este lugar no tiene pabellones registrados.</Trans>
          </Words>
        ) : (
          <Choice
            {...props}
            inline
            options={[...pavilions]
              .sort((one, other) => byNumber(one.name, other.name))
              .map((each) => ({ value: each.id, label: pavilionWords(each.name) }))}
          />
        )
      }
    </Await>
  );
}

/** 2 before 10, as people look for it; names after numbers, by their letters. */
function byNumber(one: string, other: string): number {
  const first = Number.parseInt(one, 10);
  const second = Number.parseInt(other, 10);
  if (first !== second && !Number.isNaN(first) && !Number.isNaN(second)) return first - second;
  return one < other ? -1 : 1;
}
