const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a year of the Gregorian calendar has a 29th of February. */
export function isLeapYear(year) {
  return year % 4 === 0;
}

/** Days in a month, 1 to 12. */
export function daysInMonth(year, month) {
  if (!Number.isInteger(month) || month < 1 || month > 12) throw new RangeError(`no such month: ${month}`);
  return month === 2 && isLeapYear(year) ? 29 : monthLengths[month - 1];
}

/** The same day some months later, or the last day of that month when it is shorter. Days are `YYYY-MM-DD`. */
export function addMonths(day, months) {
  const [year, month, date] = parseDay(day);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = (index % 12) + 1;
  return formatDay(newYear, newMonth, Math.min(date, daysInMonth(newYear, newMonth)));
}

/** When an invoice must be paid: some days after it was written. */
export function dueDate(day, days) {
  let [year, month, date] = parseDay(day);
  date += days;
  while (date > daysInMonth(year, month)) {
    date -= daysInMonth(year, month);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  return formatDay(year, month, date);
}

function parseDay(day) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) throw new TypeError(`not a day: ${day}`);
  return match.slice(1).map(Number);
}

function formatDay(year, month, date) {
  return [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(date).padStart(2, "0")].join("-");
}
