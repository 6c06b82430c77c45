/** What the commands ask of a model. The places they speak of come beside them, as context. */
export const prompts = {
  explain: (place: string) =>
    `Explain ${place}: what it does, why it is written this way, and what is easy to get wrong when changing it. Look at the code it calls and its callers where that helps. Be brief.`,
  writeTests: (place: string) =>
    `Write tests for ${place}. Use the test framework, the style and the folders that this repository already uses, and cover the usual cases, the edges and the errors. Do not change the code under test; if it has a bug, say so. Run the new tests.`,
  addDocumentation: (place: string) =>
    `Add documentation comments to ${place}, in the format that this repository uses. Say what a caller has to know: meaning, units, errors, what undefined means; nothing that the names already say. Do not change the code itself.`,
  refactor: (place: string, how: string) =>
    `Refactor ${place}: ${how}\n\nKeep its behaviour exactly as it is, and adapt all callers.`,
  fixProblem: (place: string) =>
    `Fix the problem in ${place} that is reported beside this. Mend its cause; do not silence the report.`,
  fixReported: (message: string) => `Fix this problem, and do not silence the report: ${message}`,
  fixProblems: (place: string) =>
    `Fix the problems in ${place} that are reported beside this. Mend their causes; do not silence the reports.`,
  review:
    "Review the changes beside this, as a careful colleague would. Look for bugs, missing cases, broken callers, unsafe input and missing tests. Name for each finding the file, the line, what goes wrong and how to mend it; the most serious first. Do not praise, do not retell the changes, and say so if there is nothing to object to.",
} as const;
