import { Disposable, type InputBox, window } from "vscode";
import type { PromptAnswer, PromptRequest } from "./prompt.ts";

/** The prompt where the editor shows no comments: at the top of the window. Earlier prompts come with a button. */
export function askInInputBox(
  { title, quote, history }: PromptRequest,
  olderButton: InputBox["buttons"][number],
): Promise<PromptAnswer> {
  return new Promise((resolve) => {
    const box = window.createInputBox();
    box.placeholder = title;
    box.prompt = title;
    box.ignoreFocusOut = true;
    if (history.length > 0) box.buttons = [olderButton];
    let at = -1;
    const end = (answer: PromptAnswer) => {
      parts.dispose();
      resolve(answer);
    };
    const parts = Disposable.from(
      box,
      box.onDidTriggerButton(() => {
        at = (at + 1) % history.length;
        box.value = history[at] ?? "";
      }),
      box.onDidAccept(() => box.value.trim() !== "" && end({ kind: "sent", prompt: box.value.trim() })),
      box.onDidHide(() => end({ kind: "dismissed", draft: box.value.trim() })),
    );
    void quote.then((sentence) => {
      box.prompt = sentence;
    });
    box.show();
  });
}
