import { Trans, useLingui } from "@lingui/react/macro";
import { Programmes } from "@/data/gen/staff/programmes";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { useOffice } from "../office/office";

type Props = {
  value: string | undefined;
  onChange: (programmeId: string) => void;
  looked: boolean;
};

/** Of which programme something is. */
export function ProgrammeField({ value, onChange, looked }: Props) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Programmes, { establishmentId: id });
  return (
    <Await read={read}>
      {({ programmes }) =>
        programmes.length === 0 ? (
          <Empty
            action={
              <Button look="quiet" to={href("programmes")}>
                <Trans>Agregar un programa</Trans>
              </Button>
            }
          >
            <Trans>Esto es de un programa, y este lugar todavía no tiene ninguno.</Trans>
          </Empty>
        ) : (
          <Choice
            label={t`De qué programa es`}
            options={programmes.map((each) => ({ value: each.id, label: each.title }))}
            value={value}
            onChange={onChange}
            error={looked && !value ? t`Elija de qué programa es.` : undefined}
          />
        )
      }
    </Await>
  );
}
