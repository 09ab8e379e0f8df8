import { printAsync } from "expo-print";

/** Hand a PDF to the system's printing, which also keeps it as a file. Answers whether it was taken. */
export async function keepPdf(_name: string, base64: string): Promise<boolean> {
  try {
    await printAsync({ uri: `data:application/pdf;base64,${base64}` });
    return true;
  } catch {
    return false;
  }
}
