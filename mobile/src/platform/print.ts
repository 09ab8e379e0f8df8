import { printAsync } from "expo-print";
import { PAPER } from "./paper";

/** Half a sheet in points, 72 to the inch. */
const A5 = { width: 420, height: 595 };

/** An app prints from its own button alone. */
export function layPaper(_paper: string): () => void {
  return () => {};
}

/** Hand a paper to the system's printing. Answers whether it began. */
export async function printPaper(paper: string): Promise<boolean> {
  const html = `<!DOCTYPE html><html><head><meta charset="utf-8"><style>${PAPER}</style></head><body>${paper}</body></html>`;
  try {
    await printAsync({ html, ...A5 });
    return true;
  } catch {
    return false;
  }
}
