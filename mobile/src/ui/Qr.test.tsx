import { render } from "@testing-library/react-native";
import { type Drawn, readSquares, squaresOf } from "@/testing/camera";
import { Qr } from "./Qr";

const drawn = (words: string, size?: number) =>
  render(<Qr words={words} label="Código" {...(size ? { size } : {})} />).toJSON() as Drawn;

test.each(["K7MP3QX9", "23456789", "ZZZZZZZZ"])("a camera reads %s from what is drawn", (words) => {
  expect(readSquares(squaresOf(drawn(words)))).toBe(words);
});

test("it is drawn in whole points, black on white, with four free squares around it", () => {
  const code = drawn("K7MP3QX9", 123);
  const squares = squaresOf(code);

  expect(code.props.style).toMatchObject({ backgroundColor: "#ffffff", padding: 16 });
  expect(squares).toHaveLength(29);
  expect(squares.every((row) => row.length === 29)).toBe(true);
  expect(squares.slice(0, 4).flat()).not.toContain(true);
});
