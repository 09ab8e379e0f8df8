/**
 * Lay a paper ready, in the place of the page wherever printing begins: from our button, the browser's menu or its
 * keys. How it looks is said in index.html, the only style the page allows. Answers how to take it away.
 */
export function layPaper(paper: string): () => void {
  const sheet = document.createElement("div");
  sheet.id = "paper";
  sheet.innerHTML = paper;
  document.getElementById("root")?.before(sheet);
  return () => sheet.remove();
}

/** Print what lies ready. Answers whether printing began; the browser asks for the rest. */
export async function printPaper(_paper: string): Promise<boolean> {
  window.print();
  return true;
}
