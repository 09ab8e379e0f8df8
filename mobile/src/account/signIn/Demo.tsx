import { useEffect, useState } from "react";
import { Card } from "@/ui/Card";
import { Words } from "@/ui/Words";

type Invented = {
  families: { phone: string; words: string }[];
  staff: { documentNumber: string; name: string; role: string; password: string }[];
  authenticator: string;
  messages: { phone: string; body: string; createdAt: string }[];
};

const EVERY = 2_000;

/** Where the service is only tried out: its invented people, and the codes that their phones would have received. */
export default function Demo({ address, staff }: { address: string; staff: boolean }) {
  const [demo, setDemo] = useState<Invented>();
  useEffect(() => {
    const look = () =>
      void fetch(address)
        .then((answer) => answer.json() as Promise<Invented>)
        .then(setDemo, () => setDemo(undefined));
    look();
    const timer = setInterval(look, EVERY);
    return () => clearInterval(timer);
  }, [address]);
  if (!demo) return null;
  return (
    <Card label="Demo">
      <Words as="heading">Demo</Words>
      {staff ? <StaffOf demo={demo} /> : <FamiliesOf demo={demo} />}
    </Card>
  );
}

function FamiliesOf({ demo }: { demo: Invented }) {
  const newest = demo.messages[0];
  return (
    <>
      {demo.families.map((each) => (
        <Words key={each.phone} selectable>
          {each.phone.replace("+51", "")} · {each.words}
        </Words>
      ))}
      {newest ? (
        <Words as="strong" selectable live="polite">
          SMS {newest.phone.replace("+51", "")}: {newest.body}
        </Words>
      ) : null}
    </>
  );
}

function StaffOf({ demo }: { demo: Invented }) {
  return (
    <>
      {demo.staff.map((each) => (
        <Words key={each.documentNumber} selectable>
          DNI {each.documentNumber} · {each.name} · {each.role} · {each.password}
        </Words>
      ))}
      <Words as="strong" selectable>
        Authenticator: {demo.authenticator}
      </Words>
    </>
  );
}
