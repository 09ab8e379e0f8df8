import { useEffect, useState } from "react";
import { useProfile } from "./session";

/** Something small that a profile keeps, sealed: undefined until it is read, and while it was never written. */
export function useKept<T>(name: string): [T | undefined, (value: T) => void] {
  const profile = useProfile();
  const [value, setValue] = useState<T>();
  useEffect(() => {
    void profile.read<T>(name).then(setValue);
  }, [profile, name]);
  const keep = (next: T) => {
    setValue(next);
    void profile.write(name, next);
  };
  return [value, keep];
}
