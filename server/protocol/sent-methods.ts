/** What the server sends by itself. The names stand here alone, so that an editor knows them without loading the schemas. */

/** Notification from the server, for followed tasks. `index` counts from 0, so that a replay and live events join without a gap. */
export const taskEventMethod = "stepladder/task/event";

/** Notification from the server whenever spend or budgets changed; at most twice a second. */
export const spendChangedMethod = "stepladder/spend/changed";

/** Notification from the server while a model is pulled. Bytes; undefined before they are known. */
export const pullProgressMethod = "stepladder/models/pull-progress";

/**
 * Request from the server: the editor's reports for a document once they have settled after the replacement was shown.
 * `unknown` when the editor can't tell (no language support, the document was closed): then nothing is concluded from it.
 */
export const editorDiagnosticsMethod = "stepladder/editor/diagnostics";

/**
 * Request from the server: whether an open document holds what its file doesn't. One that is saved may for a moment show an
 * older text than its file, after the agent has written to it; then the file counts.
 */
export const unsavedDocumentMethod = "stepladder/editor/unsaved";

/** Request from the server: save the open document before the agent writes to its file. False when it could not be saved. */
export const saveDocumentMethod = "stepladder/editor/save";
