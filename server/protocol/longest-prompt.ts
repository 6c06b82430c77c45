/** Characters of a prompt that any model may be given. */
export const longestPrompt = 400_000;
