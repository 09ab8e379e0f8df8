import type { FormEvent, ReactNode } from "react";

/**
 * Fields that are sent together: Enter in any of them sends, and a browser's password keeper sees that they belong
 * together. By POST, so that not even a page whose script has failed writes a password into an address.
 */
export function Form({ children, onSubmit }: { children: ReactNode; onSubmit: () => void }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form method="post" onSubmit={submit} style={{ display: "contents" }}>
      {children}
      {/* Browsers send several fields by Enter only where something sends; our own button is none. */}
      <input type="submit" hidden />
    </form>
  );
}
