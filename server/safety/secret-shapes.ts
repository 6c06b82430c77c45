/** Well-known forms of secrets. Each expression is linear: no nested repetition, so hostile text can't make it slow. */
export interface SecretShape {
  readonly rule: string;
  readonly pattern: RegExp;
}

export const secretShapes: readonly SecretShape[] = [
  {
    rule: "private-key",
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----END ))*(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----)?/g,
  },
  { rule: "api-key", pattern: /\bsk-[A-Za-z0-9_-]{16,}/g },
  { rule: "aws-access-key", pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/g },
  { rule: "github-token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g },
  { rule: "gitlab-token", pattern: /\bgl(?:pat|cbt|dt|ft|imt|rt|ptt|soat)-[A-Za-z0-9_-]{16,}/g },
  { rule: "google-key", pattern: /\bAIza[0-9A-Za-z_-]{35}/g },
  { rule: "google-token", pattern: /\bya29\.[0-9A-Za-z_-]{20,}/g },
  { rule: "slack-token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,}/g },
  { rule: "slack-webhook", pattern: /https:\/\/hooks\.slack\.com\/services\/[A-Za-z0-9/]{20,}/g },
  { rule: "stripe-key", pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}/g },
  { rule: "npm-token", pattern: /\bnpm_[A-Za-z0-9]{30,}/g },
  { rule: "pypi-token", pattern: /\bpypi-[A-Za-z0-9_-]{40,}/g },
  { rule: "hugging-face-token", pattern: /\bhf_[A-Za-z0-9]{30,}/g },
  { rule: "api-key", pattern: /\b(?:gsk|xai|r8|fw|pplx|tgp_v1|nvapi)[_-][A-Za-z0-9_-]{24,}/g },
  { rule: "sendgrid-key", pattern: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g },
  { rule: "json-web-token", pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g },
  { rule: "bearer", pattern: /(?<=\bbearer[ \t])[A-Za-z0-9._~+/-]{20,}=*/gi },
  { rule: "url-password", pattern: /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{0,80}:)[^\s/@]{3,200}(?=@)/gi },
  { rule: "url-token", pattern: /(?<=\bhttps?:\/\/)[A-Za-z0-9_-]{20,200}(?=@)/gi },
];

const assignment =
  /(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth)[A-Za-z0-9_.-]{0,40}["']?\s{0,4}[:=]\s{0,4}["']?([^\s"',;]{6,})/gi;
const placeholder =
  /^(?:\$|<|\{\{|%|process\.|os\.|env\.|your|example|changeme|change_me|xxx|\*{3}|todo|none|null|true|false|undefined)/i;

/** Whether text holds something that looks like a secret value, not just a word about secrets. */
export function holdsSecret(text: string): boolean {
  if (secretShapes.some(({ pattern }) => text.search(pattern) >= 0)) return true;
  for (const [, value] of text.matchAll(assignment)) {
    if (value !== undefined && !placeholder.test(value)) return true;
  }
  return false;
}
