import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import markdown from "highlight.js/lib/languages/markdown";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import shell from "highlight.js/lib/languages/shell";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

const languages = { bash, c, cpp, csharp, css, diff, go, ini, java, javascript, json, kotlin, markdown, php, python };
const moreLanguages = { ruby, rust, shell, sql, swift, typescript, xml, yaml };
for (const [name, language] of Object.entries({ ...languages, ...moreLanguages }))
  hljs.registerLanguage(name, language);

/** Longer code is shown plain: colouring it would take longer than a frame. */
const longestCode = 20_000;

/** Code as markup with classes; the empty text when the language is not known, which means plain. */
export function highlighted(code: string, language: string): string {
  if (code.length > longestCode || hljs.getLanguage(language) === undefined) return "";
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
