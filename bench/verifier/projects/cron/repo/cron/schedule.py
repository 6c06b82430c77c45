"""Times of day and weekdays of jobs."""


def parse_field(text, low, high):
    """`*`, `5`, `1-5`, `*/15`, `1,3,9-11` as a sorted list of numbers within the limits."""
    found = set()
    for part in text.split(","):
        part, _, step = part.partition("/")
        if part == "*":
            start, end = low, high
        elif "-" in part:
            start, end = map(int, part.split("-"))
        else:
            start = end = int(part)
        if start < low or end > high or start > end:
            raise ValueError(f"out of range: {text}")
        found.update(range(start, end + 1, int(step or 1)))
    return sorted(found)


def next_minute(minutes, now):
    """Minutes from `now` until the next one of the list, at least one."""
    return min((minute - now - 1) % 60 + 1 for minute in minutes)


def overdue(jobs, now):
    """Names of jobs whose last run is longer ago than their interval, the latest first."""
    late = [(now - last - interval, name) for name, last, interval in jobs if now - last > interval]
    return [name for _, name in sorted(late, reverse=True)]
