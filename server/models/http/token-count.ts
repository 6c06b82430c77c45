import { z } from "zod";

/** As a host reports it. More tokens than any model can read or write are not believed. */
export const tokenCount = z.int().nonnegative().max(100_000_000);
