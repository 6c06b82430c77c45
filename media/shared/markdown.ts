import MarkdownIt from "markdown-it";
import { highlighted } from "./highlight.ts";
import { linkTarget } from "./link-target.ts";

/**
 * Markdown of a model as markup. HTML in it stays text. A link has no address that a browser would follow, only
 * `data-href`; an image is a link to it, so nothing is fetched.
 */
export const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false, highlight: highlighted });

markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
markdown.validateLink = (href) => linkTarget(href) !== undefined;

const { rules, utils } = { rules: markdown.renderer.rules, utils: markdown.utils };

rules.link_open = (tokens, at) => linkStart(String(tokens[at]?.attrGet("href") ?? ""));

rules.image = (tokens, at) => {
  const token = tokens[at];
  const address = String(token?.attrGet("src") ?? "");
  const name = token?.content.trim() || address;
  return `${linkStart(address)}${utils.escapeHtml(name)}</a>`;
};

function linkStart(href: string): string {
  const address = utils.escapeHtml(href);
  return `<a class="link" role="link" tabindex="0" data-href="${address}" title="${address}">`;
}

/** Where the blocks of a text begin, as indexes into it: paragraphs, lists, fences. The first is 0 unless there is none. */
export function blockStarts(text: string): readonly number[] {
  const lines = new Set<number>();
  for (const token of markdown.parse(text, {})) {
    if (token.level === 0 && token.nesting >= 0 && token.map) lines.add(token.map[0]);
  }
  const starts: number[] = [];
  let index = 0;
  for (let line = 0; lines.size > 0; line++) {
    if (lines.delete(line)) starts.push(index);
    const end = text.indexOf("\n", index);
    if (end === -1) break;
    index = end + 1;
  }
  return starts;
}
