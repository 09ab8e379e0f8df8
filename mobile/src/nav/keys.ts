type Pressed = { key?: string; preventDefault?: () => void };

/** The space bar does what a tap does: a browser gives that to buttons alone, people expect it of choices, too. */
export function onSpace(press: () => void) {
  return {
    onKeyDown: (event: Pressed) => {
      if (event.key !== " ") return;
      // The page would scroll.
      event.preventDefault?.();
      press();
    },
  };
}
