/** Reads a drawn code back, as the camera at a gate would. */

import { decodeQR } from "qr/decode.js";

/** Points to the side of a square: as few as a camera may have. */
const POINTS = 4;

/** The words of a code, from its squares; true is dark. Raises when no camera could read it. */
export function readSquares(squares: readonly (readonly boolean[])[]): string {
  const side = squares.length * POINTS;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (squares[Math.floor(y / POINTS)]?.[Math.floor(x / POINTS)]) {
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
      }
    }
  }
  return decodeQR({ width: side, height: side, data });
}

/** A part of a screen as it was drawn. */
export type Drawn = { props: Record<string, unknown>; children: (Drawn | string)[] | null };

type Box = { width: number; height: number; backgroundColor: string };

/** The squares of a code that is drawn with boxes in rows, its free border included. */
export function squaresOf(drawn: Drawn): boolean[][] {
  const border = (drawn.props.style as { padding: number }).padding;
  const rows = (drawn.children as Drawn[]).map((row) => row.children as Drawn[]);
  const module = (rows.flat()[0]?.props.style as Box | undefined)?.height ?? 1;
  const quiet = Array<boolean>(border / module).fill(false);
  const lines = rows.map((row) => [
    ...quiet,
    ...row.flatMap((run) => {
      const { width, backgroundColor } = run.props.style as Box;
      return Array<boolean>(width / module).fill(backgroundColor === "#000000");
    }),
    ...quiet,
  ]);
  const free = Array<boolean>(lines[0]?.length ?? 0).fill(false);
  return [...quiet.map(() => free), ...lines, ...quiet.map(() => free)];
}

/** The squares of a code that is drawn as one path of squares in an svg. */
export function squaresOfPath(markup: string): boolean[][] {
  const size = Number(/viewBox="0 0 (\d+) /.exec(markup)?.[1]);
  const squares = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  for (const [, x, y] of markup.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    const row = squares[Number(y)];
    if (row) row[Number(x)] = true;
  }
  return squares;
}

/** The part of a screen with this name for readers. */
export function named(from: Drawn, label: string): Drawn | undefined {
  if (from.props["aria-label"] === label || from.props.accessibilityLabel === label) return from;
  for (const child of from.children ?? []) {
    const inside = typeof child === "string" ? undefined : named(child, label);
    if (inside) return inside;
  }
  return undefined;
}
