/** A document that the server knows by its id. `Answer` and `Variables` exist for the compiler alone. */
export type Document<Answer, Variables> = {
  readonly name: string;
  readonly kind: "query" | "mutation";
  readonly id: string;
  readonly _types?: (variables: Variables) => Answer;
};
