import { t } from "@lingui/core/macro";
import { useCallback, useEffect, useRef } from "react";
import { useAct } from "@/data/acts";
import type { DocumentKind } from "@/data/gen/documents";
import { SignInStaff } from "@/data/gen/staff/account";
import { send } from "@/data/send";
import { admit, newcomer } from "@/data/session";
import { deviceSecret, eraseProfile } from "@/data/vault";
import { deviceLabel } from "@/platform/device";

export type Credentials = {
  documentKind: DocumentKind;
  documentNumber: string;
  password: string;
  totp: string;
  newPassword?: string;
};

type Made = Awaited<ReturnType<typeof newcomer>> & { who: string };

/** Signing in as staff: one profile for all tries of a person, erased when it is given up. */
export function useStaffSignIn() {
  const made = useRef<Made | undefined>(undefined);
  const act = useAct(SignInStaff, (document, variables) =>
    send(document, variables, made.current?.bearing ?? {}),
  );

  const erase = useCallback(() => {
    if (made.current) void eraseProfile(made.current.profile.id);
    made.current = undefined;
  }, []);
  useEffect(() => erase, [erase]);

  const enter = async (given: Credentials) => {
    const who = `${given.documentKind} ${given.documentNumber}`;
    if (made.current?.who !== who) {
      erase();
      const ending = given.documentNumber.slice(-3);
      made.current = { ...(await newcomer("staff", t`Personal, documento …${ending}`)), who };
    }
    const { profile } = made.current;
    const device = await deviceSecret(who);
    const tokens = await act.run({ ...given, device, deviceLabel: deviceLabel() });
    if (!tokens) return;
    made.current = undefined;
    await admit(profile, tokens, device);
  };
  return { act, enter };
}
