import { useEffect, useState } from "react";
import { useProfile } from "./session";

/** Something small that a profile keeps, sealed: undefined until it is read, null while it was never written. */
export function useKept<T>(name: string): [T | null | undefined, (value: T) => void] {
  const profile = useProfile();
  const [held, hold] = useState<{ name: string; value: T | null }>();
  useEffect(() => {
    // What was written while this was read is newer.
    const read = (value: T | undefined) =>
      hold((now) => (now?.name === name ? now : { name, value: value ?? null }));
    void profile.read<T>(name).then(read);
  }, [profile, name]);
  const keep = (value: T) => {
    hold({ name, value });
    void profile.write(name, value);
  };
  return [held?.name === name ? held.value : undefined, keep];
}
