import type { FindingView } from "../../server/protocol/requests.ts";

/** The doctor's texts, in the user's language. */
export interface DoctorWords {
  readonly title: string;
  readonly allWell: string;
  readonly levels: Readonly<Record<FindingView["level"], string>>;
  readonly next: string;
}

const order: readonly FindingView["level"][] = ["problem", "warning", "ok"];

/** The findings as a page of markdown, the worst first. What they say is shown as it is: it may come from a host's answer. */
export function doctorPage(findings: readonly FindingView[], words: DoctorWords): string {
  const well = findings.every(({ level }) => level === "ok");
  const sections = order.flatMap((level) => section(words, level, findings));
  return [`# ${words.title}`, ...(well ? [words.allWell] : []), ...sections, ""].join("\n\n");
}

function section(words: DoctorWords, level: FindingView["level"], findings: readonly FindingView[]): readonly string[] {
  const found = findings.filter((finding) => finding.level === level);
  if (found.length === 0) return [];
  const items = found.map(({ subject, message, next }) => {
    const line = `- **${plain(subject)}**: ${plain(message)}`;
    return next === undefined ? line : `${line}\n  - ${words.next} ${plain(next)}`;
  });
  return [`## ${words.levels[level]}`, items.join("\n")];
}

/** Text that markdown shows as it is: on one line, with every sign that could mean something escaped. */
function plain(text: string): string {
  return text
    .replace(/\p{C}+|\s+/gu, " ")
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, (sign) => `\\${sign}`);
}
