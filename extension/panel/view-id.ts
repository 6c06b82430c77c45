/** As the manifest names it. */
export const viewId = "stepladder.taskPanel";
