/** What safety says of something a model wants to do. Failures inside safety itself end in `ask` or `refuse`. */
export type Decision =
  /** `environment` is what a command must get on top of the usual variables when it runs unasked, because it is harmless only with it. */
  | { readonly kind: "allow"; readonly environment?: Readonly<Record<string, string>> }
  /** A person must agree first; `because` is one sentence that says what is unusual. */
  | { readonly kind: "ask"; readonly because: string }
  /** Never, whoever agrees. */
  | { readonly kind: "refuse"; readonly because: string };
