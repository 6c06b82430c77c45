"""Roman numbers from 1 to 3999."""

import re

SIGNS = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]
VALID = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def to_roman(number):
    if not 1 <= number <= 3999:
        raise ValueError(f"out of range: {number}")
    text = ""
    for value, sign in SIGNS:
        while number >= value:
            text += sign
            number -= value
    return text


def from_roman(text):
    """Reads any case; what is not written in the usual way is an error."""
    upper = text.upper()
    if not upper or not VALID.fullmatch(upper):
        raise ValueError(f"not a roman number: {text}")
    number = 0
    at = 0
    for value, sign in SIGNS:
        while upper.startswith(sign, at):
            number += value
            at += len(sign)
    return number
