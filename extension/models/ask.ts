import {
  type Disposable,
  l10n,
  type QuickInput,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPickItem,
  window,
} from "vscode";

export type Answer<Value> =
  | { readonly kind: "answer"; readonly value: Value }
  | { readonly kind: "back" }
  | { readonly kind: "cancelled" };

interface Question {
  readonly title: string;
  readonly canGoBack: boolean;
}

export interface PickQuestion<Item extends QuickPickItem> extends Question {
  readonly placeholder: string;
  readonly items: readonly Item[];
  /** For buttons of items; the list closes with this answer. */
  readonly onButton?: (item: Item, button: QuickInputButton) => void;
}

/** One of a list. */
export function pickOne<Item extends QuickPickItem>(question: PickQuestion<Item>): Promise<Answer<Item>> {
  return new Promise((resolve) => {
    const list = window.createQuickPick<Item>();
    list.items = question.items;
    list.placeholder = question.placeholder;
    list.matchOnDescription = true;
    const end = open(list, question, resolve);
    list.onDidAccept(() => {
      const item = list.selectedItems[0];
      if (item !== undefined) end({ kind: "answer", value: item });
    });
    list.onDidTriggerItemButton(({ item, button }) => {
      end({ kind: "cancelled" });
      question.onButton?.(item, button);
    });
    list.show();
  });
}

/** At least one of a list; `picked` items are chosen from the start. */
export function pickSome<Item extends QuickPickItem>(question: PickQuestion<Item>): Promise<Answer<readonly Item[]>> {
  return new Promise((resolve) => {
    const list = window.createQuickPick<Item>();
    list.canSelectMany = true;
    list.items = question.items;
    list.selectedItems = question.items.filter(({ picked }) => picked === true);
    list.placeholder = question.placeholder;
    list.matchOnDescription = true;
    const end = open(list, question, resolve);
    list.onDidAccept(() => {
      if (list.selectedItems.length > 0) end({ kind: "answer", value: list.selectedItems });
      else list.placeholder = l10n.t("Choose at least one, or press Escape.");
    });
    list.show();
  });
}

export interface InputQuestion extends Question {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly password?: boolean;
  /** What is wrong with the text at first sight, while it is typed; nothing is said of an empty one yet. */
  readonly mistake: (text: string) => string | undefined;
  /** What is wrong with it after a closer look, when it is entered; the box stays open with this. */
  readonly check?: (text: string) => Promise<string | undefined>;
}

export function askText(question: InputQuestion): Promise<Answer<string>> {
  return new Promise((resolve) => {
    const box = window.createInputBox();
    box.prompt = question.prompt;
    box.placeholder = question.placeholder;
    box.value = question.value ?? "";
    box.password = question.password ?? false;
    const end = open(box, question, resolve);
    box.onDidChangeValue((text) => {
      box.validationMessage = text.trim() === "" ? undefined : question.mistake(text);
    });
    box.onDidAccept(async () => {
      if (box.busy) return;
      const text = box.value;
      box.validationMessage = question.mistake(text);
      if (box.validationMessage !== undefined) return;
      box.busy = true;
      box.enabled = false;
      const because = await question.check?.(text).catch((error: unknown) => String(error));
      box.busy = false;
      box.enabled = true;
      if (because === undefined) end({ kind: "answer", value: text.trim() });
      else box.validationMessage = because;
    });
    box.show();
  });
}

function open<Value>(
  input: QuickInput & { buttons: readonly QuickInputButton[]; onDidTriggerButton: (heard: () => void) => Disposable },
  { title, canGoBack }: Question,
  resolve: (answer: Answer<Value>) => void,
): (answer: Answer<Value>) => void {
  input.title = title;
  // A look at a provider's page for the key must not close the box.
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [QuickInputButtons.Back] : [];
  let over = false;
  const end = (answer: Answer<Value>): void => {
    if (over) return;
    over = true;
    input.dispose();
    resolve(answer);
  };
  input.onDidTriggerButton(() => end({ kind: "back" }));
  input.onDidHide(() => end({ kind: "cancelled" }));
  return end;
}
