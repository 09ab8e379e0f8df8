import { fireEvent, render, screen } from "@testing-library/react-native";
import { Text } from "react-native";
import { Form } from "./Form";
import { Form as FormOfPage } from "./Form.web";

test("on a page it is a form: Enter sends, and nothing leaves but by us", () => {
  const sent = jest.fn();
  const preventDefault = jest.fn();
  const { UNSAFE_getByType } = render(<FormOfPage onSubmit={sent}>{null}</FormOfPage>);
  const form = UNSAFE_getByType("form" as never);

  fireEvent(form, "submit", { preventDefault });

  expect(form.props.method).toBe("post");
  expect(UNSAFE_getByType("input" as never).props).toMatchObject({ type: "submit", hidden: true });
  expect([sent.mock.calls.length, preventDefault.mock.calls.length]).toEqual([1, 1]);
});

test("on a phone there are the fields alone", () => {
  render(
    <Form onSubmit={() => {}}>
      <Text>fields</Text>
    </Form>,
  );

  expect(screen.toJSON()).toMatchObject({ type: "Text", children: ["fields"] });
});
