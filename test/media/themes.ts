export type ThemeName = "dark" | "light" | "contrast";

const shared = {
  "font-family": "system-ui, 'Ubuntu', sans-serif",
  "font-size": "13px",
  "editor-font-family": "monospace",
  "editor-font-size": "12px",
};

const dark = {
  ...{ foreground: "#cccccc", descriptionForeground: "#9d9d9d", errorForeground: "#f85149", focusBorder: "#0078d4" },
  ...{ "sideBar-background": "#181818", "editor-background": "#1f1f1f", "editorWidget-background": "#202020" },
  ...{
    "widget-border": "#313131",
    "input-background": "#313131",
    "input-border": "#3c3c3c",
    "input-foreground": "#cccccc",
  },
  ...{ "input-placeholderForeground": "#989898", "badge-background": "#616161", "badge-foreground": "#f8f8f8" },
  ...{ "button-background": "#0078d4", "button-foreground": "#ffffff", "button-secondaryBackground": "#313131" },
  ...{ "button-secondaryForeground": "#cccccc", "list-hoverBackground": "#2a2d2e", "textLink-foreground": "#4daafc" },
  ...{
    "textLink-activeForeground": "#4daafc",
    "textCodeBlock-background": "#2b2b2b",
    "textPreformat-foreground": "#d0d0d0",
  },
  ...{ "icon-foreground": "#cccccc", "toolbar-hoverBackground": "#5a5d5e50", "editorWarning-foreground": "#cca700" },
  ...{
    "testing-iconPassed": "#73c991",
    "progressBar-background": "#0078d4",
    "inputOption-activeBackground": "#2489db82",
  },
  ...{
    "inputOption-activeForeground": "#ffffff",
    "editorSuggestWidget-background": "#202020",
    "widget-shadow": "#0000005c",
  },
  ...{ "editorSuggestWidget-selectedBackground": "#04395e", "editorSuggestWidget-selectedForeground": "#ffffff" },
  ...{ "diffEditor-insertedLineBackground": "#9bb95533", "diffEditor-removedLineBackground": "#ff000033" },
  ...{ "editorLineNumber-foreground": "#8e8e8e", "gitDecoration-addedResourceForeground": "#81b88b" },
  ...{ "gitDecoration-deletedResourceForeground": "#e07a66", "inputValidation-warningBorder": "#b89500" },
};

const light = {
  ...{ foreground: "#3b3b3b", descriptionForeground: "#5c5c5c", errorForeground: "#c72e0f", focusBorder: "#005fb8" },
  ...{ "sideBar-background": "#f8f8f8", "editor-background": "#ffffff", "editorWidget-background": "#f8f8f8" },
  ...{
    "widget-border": "#e5e5e5",
    "input-background": "#ffffff",
    "input-border": "#cecece",
    "input-foreground": "#3b3b3b",
  },
  ...{ "input-placeholderForeground": "#6f6f6f", "badge-background": "#cccccc", "badge-foreground": "#3b3b3b" },
  ...{ "button-background": "#005fb8", "button-foreground": "#ffffff", "button-secondaryBackground": "#e5e5e5" },
  ...{ "button-secondaryForeground": "#3b3b3b", "list-hoverBackground": "#f2f2f2", "textLink-foreground": "#005fb8" },
  ...{
    "textLink-activeForeground": "#005fb8",
    "textCodeBlock-background": "#ececec",
    "textPreformat-foreground": "#3b3b3b",
  },
  ...{ "icon-foreground": "#3b3b3b", "toolbar-hoverBackground": "#b8b8b850", "editorWarning-foreground": "#9a6700" },
  ...{
    "testing-iconPassed": "#2a7f3e",
    "progressBar-background": "#005fb8",
    "inputOption-activeBackground": "#bed6ed",
  },
  ...{
    "inputOption-activeForeground": "#000000",
    "editorSuggestWidget-background": "#f8f8f8",
    "widget-shadow": "#00000029",
  },
  ...{ "editorSuggestWidget-selectedBackground": "#0060c0", "editorSuggestWidget-selectedForeground": "#ffffff" },
  ...{ "diffEditor-insertedLineBackground": "#9bb95533", "diffEditor-removedLineBackground": "#ff000033" },
  ...{ "editorLineNumber-foreground": "#6e7681", "gitDecoration-addedResourceForeground": "#4b6e1c" },
  ...{ "gitDecoration-deletedResourceForeground": "#ad0707", "inputValidation-warningBorder": "#b89500" },
};

const contrast = {
  ...{ foreground: "#ffffff", descriptionForeground: "#ffffffb3", errorForeground: "#f48771", focusBorder: "#f38518" },
  ...{ "sideBar-background": "#000000", "editor-background": "#000000", "editorWidget-background": "#0c141f" },
  ...{
    contrastBorder: "#6fc3df",
    contrastActiveBorder: "#f38518",
    "widget-border": "#6fc3df",
    "input-background": "#000000",
  },
  ...{
    "input-border": "#6fc3df",
    "input-foreground": "#ffffff",
    "badge-background": "#000000",
    "badge-foreground": "#ffffff",
  },
  ...{
    "button-background": "#000000",
    "button-foreground": "#ffffff",
    "button-border": "#6fc3df",
    "button-secondaryBackground": "#000000",
  },
  ...{
    "button-secondaryForeground": "#ffffff",
    "textLink-foreground": "#21a6ff",
    "textLink-activeForeground": "#21a6ff",
  },
  ...{ "textPreformat-foreground": "#ffffff", "icon-foreground": "#ffffff", "editorWarning-foreground": "#ffd370" },
  ...{ "testing-iconPassed": "#89d185", "progressBar-background": "#6fc3df", "editorLineNumber-foreground": "#ffffff" },
  ...{
    "input-placeholderForeground": "#ffffffb3",
    "diffEditor-insertedTextBorder": "#33ff2eff",
    "diffEditor-removedTextBorder": "#ff008f",
  },
  ...{ "editorSuggestWidget-background": "#0c141f", "textCodeBlock-background": "#000000" },
};

const themes: Readonly<Record<ThemeName, Readonly<Record<string, string>>>> = { dark, light, contrast };

/** The colours of the editor's own themes that our pages use most; in the editor itself all of them are there. */
export function themeVariables(name: ThemeName): Readonly<Record<string, string>> {
  return { ...shared, ...themes[name] };
}
