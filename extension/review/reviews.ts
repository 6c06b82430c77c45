import { commands, type Disposable, EventEmitter, type Tab, type Uri, window } from "vscode";
import type { Review } from "./review.ts";
import { type ReviewedFile, sides } from "./reviewed-file.ts";

export interface OpenFile {
  readonly review: Review;
  readonly file: ReviewedFile;
}

/** The reviews whose tab is open. Closing the tab ends a review; what was not decided stays as it is. */
export class Reviews {
  readonly #open = new Map<string, Review>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #tabs: Disposable;
  /** While a review's tab is replaced by one with fewer files. */
  #replacing = false;

  constructor() {
    this.#tabs = window.tabGroups.onDidChangeTabs(() => this.#followTabs());
  }

  /** The one in front. */
  get active(): Review | undefined {
    const label = window.tabGroups.activeTabGroup.activeTab?.label;
    return label === undefined ? undefined : [...this.#open.values()].find((review) => isLabelOf(review, label));
  }

  find(uri: Uri): OpenFile | undefined {
    const all = [this.active, ...this.#open.values()];
    for (const review of all) {
      const file = review?.openFile(uri);
      if (review !== undefined && file !== undefined) return { review, file };
    }
    return undefined;
  }

  get files(): readonly ReviewedFile[] {
    return [...this.#open.values()].flatMap((review) => review.openFiles);
  }

  /** Shows what is still open of a review; with nothing left, its tab goes away. */
  async show(review: Review): Promise<void> {
    this.#replacing = true;
    try {
      const old = tabsOf(review);
      const shown = review.openFiles.filter((file) => !file.binary);
      if (shown.length > 0) {
        this.#open.set(review.task, review);
        await commands.executeCommand("vscode.changes", review.title, shown.map(sides));
        // Otherwise the next file that is looked at would take the review's place.
        await commands.executeCommand("workbench.action.keepEditor");
      } else if (review.openFiles.length === 0) {
        this.#open.delete(review.task);
      }
      // The new tab may have taken the place of the old one.
      const left = tabsOf(review).filter((tab) => old.includes(tab));
      if (left.length > 0) await window.tabGroups.close(left, true);
    } finally {
      this.#replacing = false;
    }
    this.#followTabs();
  }

  /** A file's text from before was changed by what was kept. */
  changed(): void {
    this.#changed.fire();
  }

  #followTabs(): void {
    if (this.#replacing) return;
    for (const review of this.#open.values()) {
      if (tabsOf(review).length === 0) this.#open.delete(review.task);
    }
    this.#changed.fire();
  }

  dispose(): void {
    this.#tabs.dispose();
    this.#changed.dispose();
  }
}

function tabsOf(review: Review): Tab[] {
  return window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => isLabelOf(review, tab.label));
}

/** The editor writes the number of files behind the title. */
function isLabelOf(review: Review, label: string): boolean {
  return label.startsWith(review.title);
}
