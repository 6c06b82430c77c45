/** What safety says of something a model wants to do. Failures inside safety itself end in `ask` or `refuse`. */
export type Decision =
  | { readonly kind: "allow" }
  /** A person must agree first; `because` is one sentence that says what is unusual. */
  | { readonly kind: "ask"; readonly because: string }
  /** Never, whoever agrees. */
  | { readonly kind: "refuse"; readonly because: string };
