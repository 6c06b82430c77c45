import { foldedSegments } from "./folded-name.ts";

/** `certain`: made to hold secrets. `possible`: often does, but is ordinary just as often, so that its content decides. */
export type Secrecy = "certain" | "possible" | "none";

const certainNames = words(
  `.netrc _netrc .pgpass .my.cnf .htpasswd .git-credentials .vault-token .dockercfg .pypirc .boto .s3cfg .terraformrc
  id_rsa id_dsa id_ecdsa id_ecdsa_sk id_ed25519 id_ed25519_sk auth.json credentials credentials.json client_secret.json
  local.settings.json secrets.json secrets.yaml secrets.yml secrets.toml kubeconfig master.key wallet.dat`,
);
const possibleNames = words(
  `config.json config.yaml config.yml settings.json appsettings.json docker-compose.override.yml docker-compose.override.yaml
  .npmrc .yarnrc.yml .envrc .gitconfig .env.example .env.sample .env.template .env.dist .env.defaults`,
);
const certainExtensions = words(
  "pem key p12 pfx jks keystore ppk gpg secret secrets token kdbx ovpn keytab agekey tfvars",
);
const possibleExtensions = words(
  "env crt cer truststore db sqlite sqlite3 mdb accdb bak backup old orig tfstate asc mobileprovision",
);
const certainFolders = words(".env .aws .azure .gcp .gcloud .kube .docker .ssh .gnupg .secrets secrets .private");
const codeExtensions = words("ts tsx js jsx mjs cjs mts cts py go rs java kt rb php cs c cc cpp h hpp swift scala md");
const possibleFolders = words("env private certs certificates keys .continue");

/** How likely a path names something that must not reach a model unasked. Pure; a trailing `/` marks a folder. */
export function secrecyOf(path: string): Secrecy {
  const segments = foldedSegments(path);
  const isFolder = /[\\/]$/.test(path);
  const folders = isFolder ? segments : segments.slice(0, -1);
  const name = isFolder ? "" : (segments.at(-1) ?? "");
  if (isCertainName(name)) return "certain";
  // `src/secrets/store.ts` is code about secrets more often than a secret.
  if (folders.some((folder) => certainFolders.has(folder)))
    return codeExtensions.has(extensionOf(name)) ? "possible" : "certain";
  if (folders.some((folder) => possibleFolders.has(folder)) || isPossibleName(name, segments)) return "possible";
  return "none";
}

/** Whether a path names a file that is likely to hold secrets. */
export function isSecretFile(path: string): boolean {
  return secrecyOf(path) !== "none";
}

function isCertainName(name: string): boolean {
  if (certainNames.has(name) || certainExtensions.has(extensionOf(name))) return true;
  if (/^\.env(\.|$)/.test(name)) return !possibleNames.has(name);
  return /^service[-_]?account.*\.json$/.test(name) || /^.+\.env\.(local|production|prod)$/.test(name);
}

function isPossibleName(name: string, segments: readonly string[]): boolean {
  if (possibleNames.has(name) || possibleExtensions.has(extensionOf(name))) return true;
  if (/^appsettings\..+\.json$/.test(name) || /^.+\.env\..+$/.test(name) || name.startsWith(".env")) return true;
  return name === "config" && segments.at(-2) === ".git";
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
