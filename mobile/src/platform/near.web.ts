import { useEffect, useRef, useState } from "react";
import type { View } from "react-native";

/** As far from the screen as one scrolls while a picture loads. */
const CLOSE = "200px";

/** Whether something is, or was, on the screen or close to it: what is far down costs nothing before. */
export function useNear() {
  const ref = useRef<View>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const watcher = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) setNear(true);
      },
      { rootMargin: CLOSE },
    );
    if (ref.current) watcher.observe(ref.current as unknown as Element);
    return () => watcher.disconnect();
  }, []);
  return { ref, near };
}
