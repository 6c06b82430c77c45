import { z } from "zod";
import type { Kind } from "../protocol/events.ts";
import { preferences } from "./configuration.ts";
import { endpoint } from "./endpoint-schema.ts";
import {
  commandLine,
  dollarsOrUnlimited,
  folder,
  folderOrAny,
  glob,
  object,
  reference,
  wholeNumber,
} from "./schema-leaves.ts";

const windows = z.strictObject(
  {
    task: dollarsOrUnlimited("One task.").optional(),
    day: dollarsOrUnlimited("One calendar day.").optional(),
    week: dollarsOrUnlimited("One calendar week, from Monday.").optional(),
    month: dollarsOrUnlimited("One calendar month.").optional(),
  },
  { error: object('{ "task": 1, "day": 10 }') },
);

const notAModel = 'must be text in quotes; write "endpoint/model" or a rung\'s name';

const pin = z
  .array(z.string({ error: notAModel }), {
    error: 'must be a list in [ ]; write ["endpoint/model"]',
  })
  .min(1, { error: "is empty; name a model or remove the pin" })
  .optional();

const pinsByKind = {
  edit: pin,
  "inline-edit": pin,
  fix: pin,
  test: pin,
  refactor: pin,
  explore: pin,
  ask: pin,
  explain: pin,
  review: pin,
  summarize: pin,
  title: pin,
  "commit-message": pin,
  compact: pin,
  complete: pin,
} satisfies Record<Kind, typeof pin>;

const shareHint = "must be a share from 0 to 1; write for example 0.04";

/** The user's file, as it is written. Unknown keys are mistakes. */
export const configurationSchema = z.strictObject(
  {
    $schema: z.string({ error: "must be text in quotes; write the address of the schema or remove it" }).optional(),
    endpoints: z
      .record(
        z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
          error: "is not an endpoint's name; use letters, digits, point, dash and underscore, without a slash",
        }),
        endpoint,
        { error: object('{ "ollama": { ... } }') },
      )
      .meta({ description: "Where models are served, by a name of your choice." })
      .optional(),
    rungs: z
      .array(
        z.strictObject(
          {
            name: z
              .string({ error: 'must be text in quotes; write for example "open"' })
              .regex(/^[A-Za-z0-9][A-Za-z0-9 _-]{0,39}$/, {
                error: 'must be a short name of letters, digits, dash and underscore; write for example "open"',
              }),
            models: z
              .array(reference, { error: 'must be a list in [ ]; write ["endpoint/model"]' })
              .min(1, { error: 'is empty; name a model as "endpoint/model" or remove the rung' }),
          },
          { error: object('{ "name": "open", "models": ["endpoint/model"] }') },
        ),
        { error: 'must be a list in [ ]; write [{ "name": "open", "models": ["endpoint/model"] }]' },
      )
      .meta({
        description:
          "The ladder, weakest first. Default: local, open, frontier, filled from what is known of the models.",
      })
      .optional(),
    budgets: z
      .union(
        [
          z.literal("unlimited"),
          z.strictObject({
            everything: windows.meta({ description: "All workspaces together." }).optional(),
            workspaces: z
              .record(folder, windows, { error: object('{ "/home/me/project": { "day": 2 } }') })
              .meta({ description: "By the workspace's full path; these hold beside `everything`." })
              .optional(),
          }),
        ],
        { error: 'must be budgets in { } or "unlimited"; write { "everything": { "task": 1, "day": 10 } }' },
      )
      .meta({ description: 'US dollars. Default: 1 a task and 10 a day; only the word "unlimited" lifts them.' })
      .optional(),
    atLimit: z
      .enum(["ask", "local-only", "stop"], { error: 'must be "ask", "local-only" or "stop"; write one of them' })
      .meta({ description: "When a call does not fit a budget. Default: ask; where nobody can be asked, stop." })
      .optional(),
    warnAt: z
      .number({ error: "must be a share above 0 and up to 1; write for example 0.8" })
      .gt(0, { error: "must be a share above 0 and up to 1; write for example 0.8" })
      .max(1, { error: "must be a share above 0 and up to 1; write for example 0.8" })
      .meta({ description: "Share of a budget from which a warning is shown. Default: 0.8." })
      .optional(),
    preference: z
      .enum(preferences, {
        error: 'must be "economy", "balanced" or "quality"; write one of them',
      })
      .meta({ description: "Default: balanced." })
      .optional(),
    localOnly: z
      .array(glob, { error: 'must be a list in [ ]; write ["secrets/**"]' })
      .meta({ description: "Globs relative to the workspace root. What they match reaches only local endpoints." })
      .optional(),
    autoRun: z
      .array(commandLine, { error: 'must be a list in [ ]; write ["npm test"]' })
      .meta({ description: "Command lines that run without asking." })
      .optional(),
    checks: z
      .record(folderOrAny, z.array(commandLine, { error: 'must be a list in [ ]; write ["npm test"]' }), {
        error: object('{ "*": ["npm test"] }'),
      })
      .meta({
        description: 'Verification commands by the workspace\'s full path or "*", used instead of those found in it.',
      })
      .optional(),
    review: z
      .boolean({ error: "must be true or false; write one of them" })
      .meta({
        description:
          "Whether a model of another family looks at a result that no check could prove, where that pays. Default: true.",
      })
      .optional(),
    testFirst: z
      .enum(["discard", "keep", "off"], { error: 'must be "discard", "keep" or "off"; write one of them' })
      .meta({
        description:
          "For a fix without a failing test, another model first writes one; discard it afterwards or keep it. Default: discard.",
      })
      .optional(),
    audits: z
      .number({ error: shareHint })
      .min(0, { error: shareHint })
      .max(1, { error: shareHint })
      .meta({
        description: "Share of the proved results that a strong model looks at again. 0 is off. Default: 0.04.",
      })
      .optional(),
    pins: z
      .strictObject(pinsByKind, { error: object('{ "title": ["endpoint/model"] }') })
      .meta({ description: "By kind of work: these models or rungs and no others, in this order." })
      .optional(),
    exclude: z
      .array(z.string({ error: notAModel }).min(1, { error: notAModel }), {
        error: 'must be a list in [ ]; write ["endpoint/model"]',
      })
      .meta({ description: "Models or rungs that are never used, whatever they would save." })
      .optional(),
    limits: z
      .strictObject(
        {
          steps: wholeNumber(1, 1000, 40, "Calls. Default: 40.").optional(),
          minutes: wholeNumber(1, 1440, 20, "Default: 20.").optional(),
          tokens: wholeNumber(
            1000,
            100_000_000,
            400_000,
            "Output and uncached input over all calls. Default: 400000.",
          ).optional(),
          maxOutputTokens: wholeNumber(256, 1_000_000, 8192, "Output of one call. Default: 8192.").optional(),
        },
        { error: object('{ "steps": 40 }') },
      )
      .meta({ description: "Where an attempt stops." })
      .optional(),
  },
  { error: object('{ "endpoints": { ... } }') },
);

export type WrittenConfiguration = z.infer<typeof configurationSchema>;
export type WrittenWindows = z.infer<typeof windows>;
export const kinds = Object.keys(pinsByKind) as readonly Kind[];
