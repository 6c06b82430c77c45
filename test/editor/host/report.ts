/** What the suite inside the extension host writes to the file that `STEPLADDER_HOST_REPORT` names. */
export interface HostReport {
  readonly tests: readonly { readonly name: string; readonly failure: string | undefined }[];
}
