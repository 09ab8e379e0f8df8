const STEP = "  ";

/** Words and values as lines that a person can read: one each, what belongs to another one further in. */
export function inLines(value: unknown): string {
  return `${lines(value, "").join("\n")}\n`;
}

function lines(value: unknown, indent: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => item(each, indent));
  if (!isNamed(value)) return [`${indent}${value}`];
  return Object.entries(value).flatMap(([name, held]) => named(name, held, indent));
}

function named(name: string, held: unknown, indent: string): string[] {
  if (!isNamed(held) && !Array.isArray(held)) return [`${indent}${name}: ${held}`];
  const inside = lines(held, indent + STEP);
  return [`${indent}${name}:`, ...(inside.length > 0 ? inside : [`${indent}${STEP}-`])];
}

function item(each: unknown, indent: string): string[] {
  const [first = "", ...rest] = lines(each, indent + STEP);
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function isNamed(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
