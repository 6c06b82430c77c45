export { addMonths, daysInMonth, dueDate, isLeapYear } from "./dates.js";
export { formatDuration, parseDuration } from "./durations.js";
export { formatCents, roundHalfEven, taxOf } from "./money.js";
export { invoiceTotals } from "./invoice.js";
export { formatCsvLine, parseCsvLine } from "./csv.js";
export { slugOf, uniqueSlug } from "./slugs.js";
export { createRateLimiter } from "./rate-limiter.js";
export { retry } from "./retry.js";
