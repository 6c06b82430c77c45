"""Interest and instalments in whole cents."""


def simple_interest(cents, percent, days, year=360):
    """Rounded half away from zero."""
    if days < 0:
        raise ValueError("days are not negative")
    exact = cents * percent * days
    unit = 100 * year
    sign = -1 if exact < 0 else 1
    return sign * ((abs(exact) * 2 + unit) // (2 * unit))


def instalments(cents, count):
    """Equal ones; the last takes what is left over."""
    if count < 1:
        raise ValueError("one instalment at least")
    each = cents // count
    return [each] * (count - 1) + [cents - each * (count - 1)]


def months_until(target, cents, percent_per_month):
    """How many months it takes to grow to a target when interest is rounded down each month; None when it never does."""
    months = 0
    while cents < target:
        gain = cents * percent_per_month // 100
        if gain <= 0:
            return None
        cents += gain
        months += 1
    return months
